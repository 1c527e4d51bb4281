package hero.deployer.removal;

import java.time.Duration;

/** The pause before another attempt: doubling from half a second up to a bound, a fifth of it jitter. */
record Backoff(Duration max) {
    private static final long FIRST_MILLIS = 500;
    private static final int MAX_DOUBLINGS = 20;

    /**
     * @param attempts failed attempts so far, 1 or more
     * @param random between 0 and 1
     */
    Duration after(int attempts, double random) {
        long doubled = FIRST_MILLIS << Math.min(Math.max(attempts - 1, 0), MAX_DOUBLINGS);
        long bounded = Math.min(doubled, max.toMillis());
        return Duration.ofMillis(bounded - (long) (bounded * 0.2 * random));
    }
}
