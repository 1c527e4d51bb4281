package hero.deployer.events;

import java.time.Duration;

import io.smallrye.mutiny.Uni;

import hero.deployer.events.EventLog.Filter;
import hero.deployer.events.EventStore.Reach;
import hero.deployer.events.EventStore.Replay;

/** Where a reader gets what it missed: from what this replica told lately, else from the database, in turn. */
final class Past {
    private final Recent recent;
    private final EventStore store;
    private final Turnstile turnstile;

    /** @param patience how long a reader may wait for the database */
    Past(Recent recent, EventStore store, Duration patience) {
        this.recent = recent;
        this.store = store;
        this.turnstile = new Turnstile(patience);
    }

    /** How far the log reaches, for one who left off at {@code position}. */
    Uni<Reach> reach(long position) {
        return recent.reach(position).map(Uni.createFrom()::item).orElseGet(() -> turnstile.inTurn(store::reach));
    }

    Uni<Replay> replay(Filter filter, long position) {
        return recent.replay(filter, position)
                .map(Uni.createFrom()::item)
                .orElseGet(() -> turnstile.inTurn(() -> store.replay(filter, position)));
    }
}
