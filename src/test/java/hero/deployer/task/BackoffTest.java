package hero.deployer.task;

import java.time.Duration;
import java.util.Random;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class BackoffTest {
    @ParameterizedTest
    @CsvSource({"1, 500", "2, 1000", "3, 2000", "7, 30000", "1000, 30000"})
    void waits_grow_with_errors_up_to_a_bound_and_differ_by_half(int errors, long whole) {
        var random = new Random(1);
        for (int i = 0; i < 100; i++) {
            assertThat(Backoff.after(errors, random)).isBetween(Duration.ofMillis(whole / 2), Duration.ofMillis(whole));
        }
    }
}
