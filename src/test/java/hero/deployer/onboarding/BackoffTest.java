package hero.deployer.onboarding;

import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BackoffTest {
    private final Backoff backoff = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(10), new Random(7));

    @Test
    void pausesDoubleUpToTheBoundAndJitterTakesAHalfAtMost() {
        for (int misses = 1; misses <= 100; misses++) {
            long whole = misses > 20 ? 10_000 : Math.min(10_000, 200L << (misses - 1));

            assertThat(backoff.after(misses).toMillis()).isBetween(whole - whole / 2, whole);
        }
    }

    @Test
    void crowdsSpreadOut() {
        assertThat(IntStream.range(0, 50).mapToObj(crowd -> backoff.after(8)).distinct())
                .hasSizeGreaterThan(10);
    }
}
