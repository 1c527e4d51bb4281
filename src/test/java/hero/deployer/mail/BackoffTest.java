package hero.deployer.mail;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BackoffTest {
    @Test
    void itDoublesUpToHalfAnHour() {
        assertThat(Backoff.after(1, 0.5)).isEqualTo(Duration.ofSeconds(15));
        assertThat(Backoff.after(2, 0.5)).isEqualTo(Duration.ofSeconds(30));
        assertThat(Backoff.after(8, 0.5)).isEqualTo(Duration.ofMinutes(30));
        assertThat(Backoff.after(1_000_000, 0.5)).isEqualTo(Duration.ofMinutes(30));
    }

    @Test
    void chanceMovesItByAFifth() {
        assertThat(Backoff.after(1, 0)).isEqualTo(Duration.ofSeconds(12));
        assertThat(Backoff.after(1, 1)).isEqualTo(Duration.ofSeconds(18));
    }
}
