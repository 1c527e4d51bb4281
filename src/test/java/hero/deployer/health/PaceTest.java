package hero.deployer.health;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Probes are spread over the interval. */
class PaceTest {
    private static final int NO_BOUND = Integer.MAX_VALUE;
    private final Pace pace = new Pace(5_000, 0);

    @Test
    void asManyAsThereAreAnInterval() {
        int taken = 0;
        for (int now = 20; now <= 5_000; now += 20) {
            int due = pace.take(now, 10_000, NO_BOUND);
            assertThat(due).isLessThanOrEqualTo(41);
            taken += due;
        }
        assertThat(taken).isBetween(9_999, 10_000);
    }

    @Test
    void fewAreNotForgotten() {
        int taken = 0;
        for (int now = 20; now <= 10_000; now += 20) {
            taken += pace.take(now, 3, NO_BOUND);
        }
        assertThat(taken).isBetween(5, 6);
    }

    @Test
    void aPauseBringsNoMoreThanOneOfEach() {
        assertThat(pace.take(100_000, 10, NO_BOUND)).isEqualTo(10);
    }

    @Test
    void whatThereIsNoRoomForStaysDue() {
        assertThat(pace.take(2_500, 10, 2)).isEqualTo(2);
        assertThat(pace.take(2_500, 10, 0)).isZero();
        assertThat(pace.take(2_500, 10, NO_BOUND)).isEqualTo(3);
    }
}
