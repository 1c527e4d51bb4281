package hero.deployer.identity;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Remembers for a moment who stands behind a secret. What ends here ends at once; what another replica ends, within that moment. */
@Singleton
class CallerCache {
    private static final int LIMIT = 10_000;

    private final ConcurrentHashMap<String, Known> known = new ConcurrentHashMap<>();
    private final AtomicLong epoch = new AtomicLong();
    private final long nanos;
    private final LongSupplier clock;

    private record Known(Caller caller, long at) {}

    @Inject
    CallerCache(IdentityConfig config) {
        this(config.belief(), System::nanoTime);
    }

    CallerCache(Duration belief, LongSupplier clock) {
        this.nanos = belief.toNanos();
        this.clock = clock;
    }

    Optional<Caller> get(String key) {
        var found = known.get(key);
        return found != null && clock.getAsLong() - found.at() < nanos ? Optional.of(found.caller()) : Optional.empty();
    }

    /** To be taken before the look-up whose result is put. */
    long epoch() {
        return epoch.get();
    }

    /** Forgets what was looked up before something ended. */
    void put(String key, Caller caller, long lookedUpIn) {
        if (known.size() >= LIMIT) {
            prune();
        }
        known.put(key, new Known(caller, clock.getAsLong()));
        if (epoch.get() != lookedUpIn) {
            known.remove(key);
        }
    }

    /** Something ended: believe nothing. Ends are rare, look-ups are cheap. */
    void forgetAll() {
        epoch.incrementAndGet();
        known.clear();
    }

    private void prune() {
        var now = clock.getAsLong();
        known.values().removeIf(entry -> now - entry.at() >= nanos);
        if (known.size() >= LIMIT) {
            known.clear();
        }
    }
}
