package hero.deployer.health;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import hero.deployer.base.Failure;
import hero.deployer.base.FailureKind;
import hero.deployer.instance.Health;

import static org.assertj.core.api.Assertions.assertThat;

class HealthPolicyTest {
    private final HealthPolicy policy = new HealthPolicy(2, 3);

    @ParameterizedTest
    @CsvSource({
        "UNKNOWN, healthy, HEALTHY",
        "UNREACHABLE, healthy, HEALTHY",
        "DEGRADED, healthy, HEALTHY",
        "HEALTHY, degraded, DEGRADED",
        "HEALTHY, failed, DEGRADED",
        "UNREACHABLE, failed, DEGRADED",
        "HEALTHY, starting, DEGRADED",
        "UNKNOWN, starting, UNKNOWN"
    })
    void oneAnswerIsBelieved(Health before, String status, Health after) {
        assertThat(policy.next(before, new Observation.Answered(status, "1.0.0", null, "b"), 0))
                .isEqualTo(after);
    }

    /** It starts because it was told to: every refresh would be an alarm else. */
    @ParameterizedTest
    @CsvSource({
        "HEALTHY, starting, HEALTHY",
        "UNKNOWN, starting, UNKNOWN",
        "DEGRADED, starting, DEGRADED",
        "UNREACHABLE, starting, DEGRADED",
        "HEALTHY, failed, DEGRADED",
        "UNREACHABLE, healthy, HEALTHY"
    })
    void anInstallUnderWayIsNoAlarm(Health before, String status, Health after) {
        assertThat(policy.next(before, new Observation.Answered(status, "2.0.0", "op", "b"), 0))
                .isEqualTo(after);
    }

    @ParameterizedTest
    @CsvSource({
        "HEALTHY, 1, HEALTHY",
        "HEALTHY, 2, DEGRADED",
        "HEALTHY, 3, UNREACHABLE",
        "DEGRADED, 1, DEGRADED",
        "DEGRADED, 3, UNREACHABLE",
        "UNKNOWN, 2, UNKNOWN",
        "UNKNOWN, 3, UNREACHABLE",
        "UNREACHABLE, 1, UNREACHABLE"
    })
    void silenceIsBelievedAfterAWhile(Health before, int lost, Health after) {
        var silence = new Observation.Lost(new Failure(FailureKind.TRANSIENT, "silent", "wait"));

        assertThat(policy.next(before, silence, lost)).isEqualTo(after);
    }

    @Test
    void progressIsToldTwiceASecondAndTheTallyAddsUp() {
        var progress = new HealthProgress(5, 0);

        assertThat(progress.add(Health.HEALTHY, 400_000_000)).isFalse();
        assertThat(progress.add(Health.HEALTHY, 500_000_000)).isTrue();
        assertThat(progress.add(Health.UNKNOWN, 900_000_000)).isFalse();
        assertThat(progress.add(Health.DEGRADED, 1_000_000_000)).isTrue();

        assertThat(progress.view()).isEqualTo(new HealthProgress.View(4, 5, 2, 1, 0, 1, false));
        assertThat(progress.tally(1_500_000_000)).isEqualTo(new HealthTally(5, 2, 1, 0, 1, 1500));
    }

    @Test
    void whoIsRemovedDuringACheckIsNotCounted() {
        var progress = new HealthProgress(2, 0);

        progress.add(Health.HEALTHY, 1);
        progress.gone(2);

        assertThat(progress.view()).isEqualTo(new HealthProgress.View(1, 1, 1, 0, 0, 0, false));
    }
}
