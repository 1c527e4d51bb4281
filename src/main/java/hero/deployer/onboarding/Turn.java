package hero.deployer.onboarding;

import java.time.Duration;
import java.time.Instant;

import hero.deployer.task.TaskLease;

/**
 * One turn.
 *
 * @param onboarding the run as it stood when the turn began
 * @param now the database's clock then
 */
record Turn(TaskLease lease, Onboarding onboarding, Instant now) {
    private static final Duration LEAST = Duration.ofSeconds(1);

    static Turn of(TaskLease lease, OnboardingStore.Reading reading) {
        return new Turn(lease, reading.onboarding(), reading.now());
    }

    OnboardingState.Running running() {
        return (OnboardingState.Running) onboarding.state();
    }

    StageState.Running stage() {
        return running().stage();
    }

    String instance() {
        return onboarding.subject().instance();
    }

    /** {@code call}, but not past the stage's deadline. */
    Duration within(Duration call) {
        var left = Duration.between(now, stage().givesUpAt());
        var bound = left.compareTo(call) < 0 ? left : call;
        return bound.compareTo(LEAST) < 0 ? LEAST : bound;
    }
}
