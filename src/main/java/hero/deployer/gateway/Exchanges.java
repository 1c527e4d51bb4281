package hero.deployer.gateway;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;

import hero.deployer.instance.CockpitAddress.Cockpit;

/** Counts what is open, for this replica and for each cockpit, and says no in time. */
@Singleton
class Exchanges {
    private final GatewayConfig config;
    private final AtomicInteger all = new AtomicInteger();
    private final Map<Cockpit, Integer> each = new ConcurrentHashMap<>();

    Exchanges(GatewayConfig config) {
        this.config = config;
    }

    /** A place; run it once to give it back. Null when there is none. */
    @Nullable
    Runnable take(Cockpit cockpit) {
        if (all.incrementAndGet() > config.maxExchanges()) {
            all.decrementAndGet();
            return null;
        }
        if (each.merge(cockpit, 1, Integer::sum) > config.maxExchangesPerCockpit()) {
            giveBack(cockpit);
            return null;
        }
        var given = new AtomicBoolean();
        return () -> {
            if (given.compareAndSet(false, true)) {
                giveBack(cockpit);
            }
        };
    }

    private void giveBack(Cockpit cockpit) {
        each.computeIfPresent(cockpit, (key, open) -> open == 1 ? null : open - 1);
        all.decrementAndGet();
    }

    int open() {
        return all.get();
    }
}
