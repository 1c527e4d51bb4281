package hero.deployer.agent;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class StatusTest {

    @ParameterizedTest
    @CsvSource({
        // alive, ready, wasReady, settled, crashes
        "true, true, true, false, 0, HEALTHY",
        "true, true, true, false, 2, HEALTHY",
        "true, true, true, false, 3, DEGRADED",
        "true, true, true, true, 3, HEALTHY",
        "true, false, true, false, 0, DEGRADED",
        "true, false, false, false, 0, STARTING",
        "true, false, false, false, 1, DEGRADED",
        "true, false, false, true, 0, FAILED",
        "false, false, true, false, 1, DEGRADED",
        "false, false, true, false, 3, FAILED"
    })
    void saysTheTruth(boolean alive, boolean ready, boolean wasReady, boolean settled, int crashes, Status expected) {
        assertThat(Status.of(alive, ready, wasReady, settled, crashes)).isEqualTo(expected);
    }

    @Test
    void waitsLongerAfterEachCrashUpToABound() throws Exception {
        // Given
        var timing = Timing.of(Settings.of(new String[0], Map.of()));

        // When, Then
        assertThat(timing.backoff(1)).isEqualTo(Duration.ofSeconds(1));
        assertThat(timing.backoff(2)).isEqualTo(Duration.ofSeconds(2));
        assertThat(timing.backoff(4)).isEqualTo(Duration.ofSeconds(8));
        assertThat(timing.backoff(1_000)).isEqualTo(Duration.ofSeconds(60));
    }
}
