package hero.deployer.provider.local;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How often each agent had to be brought back lately: one that keeps dying waits longer each time. */
final class Revivals {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(5);

    private record Past(int times, long lastNanos) {
        Duration since() {
            return Duration.ofNanos(System.nanoTime() - lastNanos);
        }

        Duration pause() {
            var pause = FIRST.multipliedBy(1L << Math.min(times - 1, 10));
            return pause.compareTo(LONGEST) < 0 ? pause : LONGEST;
        }
    }

    private final Map<String, Past> pasts = new ConcurrentHashMap<>();

    boolean isDue(String name) {
        var past = pasts.get(name);
        return past == null || past.since().compareTo(past.pause()) >= 0;
    }

    void had(String name) {
        pasts.merge(
                name,
                new Past(1, System.nanoTime()),
                (past, now) -> past.since().compareTo(FORGOTTEN_AFTER) > 0
                        ? now
                        : new Past(past.times() + 1, now.lastNanos()));
    }

    void keepOnly(Collection<String> names) {
        pasts.keySet().retainAll(names);
    }
}
