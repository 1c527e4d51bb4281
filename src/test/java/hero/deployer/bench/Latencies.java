package hero.deployer.bench;

import java.util.concurrent.atomic.AtomicLongArray;

import org.jspecify.annotations.Nullable;

/** How long numbered things took to come. */
final class Latencies {
    private static final int MOST = 200_000;
    private static final int BUCKETS = 20_000;
    private static final long BUCKET_NANOS = 100_000;

    private final AtomicLongArray sentAt = new AtomicLongArray(MOST);
    private final long[] buckets = new long[BUCKETS];
    private volatile long came;
    private volatile @Nullable Latencies next;

    void sent(int number) {
        sentAt.set(number, System.nanoTime());
    }

    /** To be called by one thread. */
    void came(int number, long now) {
        var successor = next;
        if (successor != null) {
            successor.came(number, now);
            return;
        }
        took(now - sentAt.get(number));
    }

    /** One that was timed otherwise. By the same thread. */
    void took(long took) {
        buckets[(int) Math.min(BUCKETS - 1, Math.max(0, took / BUCKET_NANOS))]++;
        came++;
    }

    /** What comes from now on is counted there. */
    void continueIn(Latencies successor) {
        next = successor;
    }

    long count() {
        return came;
    }

    /** So many milliseconds at the most in this share of all cases. */
    double millis(double share) {
        long passed = 0;
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            passed += buckets[bucket];
            if (passed >= Math.ceil(came * share)) {
                return (bucket + 1) * BUCKET_NANOS / 1e6;
            }
        }
        return 0;
    }
}
