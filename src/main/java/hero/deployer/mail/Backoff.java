package hero.deployer.mail;

import java.time.Duration;

/** How long to wait before the next attempt: twice as long each time, up to half an hour, a little more or less by chance. */
final class Backoff {
    private static final long FIRST_MILLIS = 15_000;
    private static final long MOST_MILLIS = 1_800_000;
    private static final int MOST_DOUBLINGS = 20;
    private static final double JITTER = 0.2;

    private Backoff() {}

    /** @param chance from 0 to 1 */
    static Duration after(long attempts, double chance) {
        var doubled = FIRST_MILLIS << Math.clamp(attempts - 1, 0, MOST_DOUBLINGS);
        var bounded = Math.min(doubled, MOST_MILLIS);
        return Duration.ofMillis(Math.round(bounded * (1 - JITTER + 2 * JITTER * chance)));
    }
}
