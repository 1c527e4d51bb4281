package hero.deployer.health;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

import hero.deployer.instance.Health;

/** How far a check is, and whether it is time to tell: at most twice a second. */
final class HealthProgress {
    private static final long BETWEEN_NANOS = Duration.ofMillis(500).toNanos();

    private long total;
    private final long began;
    private final Map<Health, Long> found = new EnumMap<>(Health.class);
    private long toldAt;
    private boolean done;

    HealthProgress(long total, long now) {
        this.total = total;
        this.began = now;
        this.toldAt = now;
    }

    /** The event's data: its subject is the organization. */
    record View(long checked, long total, long healthy, long degraded, long unreachable, long unknown, boolean done) {}

    /** Counts one more; whether it is time to tell. */
    synchronized boolean add(Health health, long now) {
        found.merge(health, 1L, Long::sum);
        return isTime(now);
    }

    /** There is one less to count; whether it is time to tell. */
    synchronized boolean gone(long now) {
        total--;
        return isTime(now);
    }

    private boolean isTime(long now) {
        boolean time = now - toldAt >= BETWEEN_NANOS;
        toldAt = time ? now : toldAt;
        return time;
    }

    synchronized HealthProgress ended() {
        done = true;
        return this;
    }

    synchronized View view() {
        long checked = found.values().stream().mapToLong(Long::longValue).sum();
        return new View(
                checked,
                total,
                count(Health.HEALTHY),
                count(Health.DEGRADED),
                count(Health.UNREACHABLE),
                count(Health.UNKNOWN),
                done);
    }

    synchronized HealthTally tally(long now) {
        return new HealthTally(
                total,
                count(Health.HEALTHY),
                count(Health.DEGRADED),
                count(Health.UNREACHABLE),
                count(Health.UNKNOWN),
                Duration.ofNanos(now - began).toMillis());
    }

    private long count(Health health) {
        return found.getOrDefault(health, 0L);
    }
}
