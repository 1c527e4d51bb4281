package hero.deployer.testing;

import java.util.Arrays;

/** Counts what stand-in agents of one event loop did. */
final class StubTally {
    private static final int GAPS = 6_000;
    private static final long GAP_NANOS = 10_000_000;

    long requests;
    long probes;
    long installs;
    long done;
    int inFlight;
    int mostInFlight;
    private final int[] gaps = new int[GAPS];
    private int gapsSeen;

    /** @param gapNanos since the instance's last probe, or negative for its first */
    void probed(long gapNanos) {
        probes++;
        if (gapNanos >= 0) {
            gaps[(int) Math.min(GAPS - 1, gapNanos / GAP_NANOS)]++;
            gapsSeen++;
        }
    }

    /** So many milliseconds at the most lay between two probes of one instance in this share of all cases; 0 without any. */
    long gapMillis(double share) {
        long wanted = (long) Math.ceil(gapsSeen * share);
        long passed = 0;
        for (int bucket = 0; bucket < GAPS && wanted > 0; bucket++) {
            passed += gaps[bucket];
            if (passed >= wanted) {
                return (bucket + 1) * GAP_NANOS / 1_000_000;
            }
        }
        return 0;
    }

    void begun() {
        installs++;
        inFlight++;
        mostInFlight = Math.max(mostInFlight, inFlight);
    }

    void ended() {
        done++;
        inFlight--;
    }

    /** From here on, besides what is in flight. */
    void restart() {
        requests = 0;
        probes = 0;
        installs = 0;
        done = 0;
        mostInFlight = inFlight;
        Arrays.fill(gaps, 0);
        gapsSeen = 0;
    }
}
