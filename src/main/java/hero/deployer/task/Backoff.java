package hero.deployer.task;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Exponential backoff with full jitter: between half and the whole of 0.5 s, 1 s, 2 s … 30 s. */
final class Backoff {
    private static final long FIRST_MILLIS = 500;
    private static final long LAST_MILLIS = 30_000;
    private static final int DOUBLINGS = 6;

    private Backoff() {}

    /** @param errors how many turns in a row have failed, at least 1 */
    static Duration after(int errors, RandomGenerator random) {
        long whole = Math.min(LAST_MILLIS, FIRST_MILLIS << Math.min(errors - 1, DOUBLINGS));
        return Duration.ofMillis(whole / 2 + random.nextLong(whole / 2 + 1));
    }
}
