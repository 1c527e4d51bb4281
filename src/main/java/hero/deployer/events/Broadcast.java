package hero.deployer.events;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;

/** Reads each published event once on this replica, for all its readers; reads nothing while there are none. */
final class Broadcast {
    private static final long DORMANT = -1;

    private final EventStore store;
    private final Set<EventReader> readers = ConcurrentHashMap.newKeySet();
    private final Pulse pulse;
    private final long stallNanos;
    private volatile long tail = DORMANT;

    Broadcast(Vertx vertx, EventStore store, Duration poll, Duration stall) {
        this.store = store;
        this.stallNanos = stall.toNanos();
        this.pulse = new Pulse(vertx, "reading events", poll, this::read);
    }

    void start() {
        pulse.start();
    }

    void stop() {
        pulse.stop();
    }

    void poke() {
        if (!readers.isEmpty()) {
            pulse.poke();
        }
    }

    int readers() {
        return readers.size();
    }

    /** From now on the reader hears of everything that is published, or of a gap. */
    void add(EventReader reader) {
        readers.add(reader);
        pulse.poke();
    }

    void remove(EventReader reader) {
        readers.remove(reader);
    }

    private Uni<Boolean> read() {
        readers.forEach(reader -> reader.checkStall(stallNanos));
        if (readers.isEmpty()) {
            tail = DORMANT;
            return Uni.createFrom().item(false);
        }
        if (tail == DORMANT) {
            return store.reach()
                    .map(reach -> tell(reach.head(), new EventStore.Replay(reach, java.util.List.of(), reach.head())));
        }
        return store.replay(EventLog.Filter.NONE, tail).map(replay -> tell(tail, replay));
    }

    /** Readers who have less than {@code from} see the gap and replay it themselves. */
    private boolean tell(long from, EventStore.Replay replay) {
        boolean forgotten = replay.reach().floor() > from;
        long start = forgotten ? replay.reach().head() : from;
        long end = forgotten ? replay.reach().head() : replay.end();
        if (tail == DORMANT || end > from) {
            var events = forgotten ? java.util.List.<Event>of() : replay.events();
            readers.forEach(reader -> reader.broadcast(start, events, end));
        }
        tail = end;
        return end < replay.reach().head();
    }
}
