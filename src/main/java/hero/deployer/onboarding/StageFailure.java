package hero.deployer.onboarding;

import java.time.Duration;
import java.util.Random;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;

import hero.deployer.base.Failure;
import hero.deployer.base.FailureException;
import hero.deployer.base.FailureKind;
import hero.deployer.base.ProblemException;
import hero.deployer.instance.InstanceState;
import hero.deployer.instance.Instances;
import hero.deployer.onboarding.OnboardingCommit.Locked;
import hero.deployer.onboarding.OnboardingCommit.Result;
import hero.deployer.task.TaskOutcome;

/** What a failure of a stage leads to: another try after a while, or a stop with the reason. */
@ApplicationScoped
class StageFailure {
    private final OnboardingCommit commit;
    private final Instances instances;
    private final Backoff backoff;

    StageFailure(OnboardingCommit commit, Instances instances, OnboardingConfig config) {
        this.commit = commit;
        this.instances = instances;
        this.backoff = new Backoff(config.backoffLeast(), config.backoffMost(), new Random());
    }

    /** The failure as a value; what is no failure of the world outside is rethrown, for the task's own retries. */
    static Failure valueOf(Throwable thrown) {
        return switch (thrown) {
            case FailureException known -> known.failure();
            case ProblemException refused -> refused(refused.problem().detail());
            case TimeoutException timeout -> new Failure(FailureKind.TRANSIENT, "No answer in time.", "Retry.");
            case RuntimeException unexpected -> throw unexpected;
            default -> throw new IllegalStateException(thrown);
        };
    }

    static Failure refused(String message) {
        return new Failure(FailureKind.REFUSED, message, "Put this right, then retry.");
    }

    /** Fails with an unknown outcome when {@code call} takes longer. */
    static <T> Uni<T> bounded(Uni<T> call, Duration most, String what) {
        return call.ifNoItem()
                .after(most)
                .failWith(() -> new FailureException(new Failure(
                        FailureKind.TRANSIENT, what + " did not end within " + most.toSeconds() + " s.", "Retry.")));
    }

    /** Tries again later after a transient failure, telling what is waited for; stops the run at any other. */
    Uni<TaskOutcome> met(Turn turn, String point, Failure failure, String waitingFor) {
        return failure.isTransient()
                ? later(turn, point, waitingFor + " (last: " + failure.message() + ")")
                : stop(turn, point, failure);
    }

    /** Looks again after a pause that grows. */
    Uni<TaskOutcome> later(Turn turn, String point, String waitingFor) {
        return later(turn, point, waitingFor, backoff.after(turn.stage().misses() + 1));
    }

    Uni<TaskOutcome> later(Turn turn, String point, String waitingFor, Duration pause) {
        return commit.commit(
                turn,
                point,
                locked -> Uni.createFrom()
                        .item(Result.again(
                                locked.onboarding().with(locked.running().step(stage -> stage.missed(waitingFor))),
                                pause)));
    }

    /** Ends the stage, the run and the instance as failed. */
    Uni<TaskOutcome> stop(Turn turn, String point, Failure failure) {
        return commit.commit(turn, point, locked -> stop(locked, locked.onboarding(), failure));
    }

    /** The same within a commit; {@code onboarding} is the locked run, changed or not. */
    Uni<Result> stop(Locked locked, Onboarding onboarding, Failure failure) {
        var failed = onboarding.with(locked.running().fail(locked.now(), failure));
        return instances
                .move(locked.tx(), onboarding.subject().instance(), InstanceState.FAILED)
                .replaceWith(Result.done(failed));
    }

    Duration pause(int misses) {
        return backoff.after(misses);
    }
}
