package hero.deployer.agent;

import java.time.Duration;

/**
 * The agent's waits.
 *
 * @param probeEvery between two looks at the stack
 * @param probeTimeout the longest one look takes
 * @param stopGrace what a stack is given to end politely
 * @param firstBackoff before a crashed stack is started again; doubled at each further crash
 * @param maxBackoff the longest such wait
 * @param settle how long a stack must run for its crashes to be forgotten, and the longest it may take to get ready
 * @param restore how long a rollback waits for the old build to get ready
 * @param request the longest a request may take that does not upload or wait
 */
record Timing(
        Duration probeEvery,
        Duration probeTimeout,
        Duration stopGrace,
        Duration firstBackoff,
        Duration maxBackoff,
        Duration settle,
        Duration restore,
        Duration request) {

    static Timing of(Settings settings) {
        return new Timing(
                settings.millis("probeMillis", 2_000),
                settings.millis("probeTimeoutMillis", 3_000),
                settings.millis("stopGraceMillis", 5_000),
                settings.millis("firstBackoffMillis", 1_000),
                settings.millis("maxBackoffMillis", 60_000),
                settings.millis("settleMillis", 60_000),
                settings.millis("restoreMillis", 60_000),
                settings.millis("requestMillis", 15_000));
    }

    /** How long to wait after this many crashes in a row. */
    Duration backoff(int crashes) {
        var wait = firstBackoff.multipliedBy(1L << Math.min(Math.max(crashes - 1, 0), 20));
        return wait.compareTo(maxBackoff) > 0 ? maxBackoff : wait;
    }
}
