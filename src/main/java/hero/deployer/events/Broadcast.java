package hero.deployer.events;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;

/**
 * Reads each published event once on this replica, for all its readers; reads nothing while there are none. It reads on only when
 * everybody was told: when that takes long, more is told at a time, and thinned out.
 */
final class Broadcast {
    private static final long DORMANT = -1;

    /** What costs so many bytes at a time is a crowd of events. */
    private static final int CROWDED_BYTES = 16 * 1024;

    private static final long LONGEST_REST_MILLIS = 250;

    private static final Object NO_LOOP = new Object();

    private final Vertx vertx;
    private final EventStore store;
    private final Recent recent;
    private final Map<Object, Crowd> crowds = new ConcurrentHashMap<>();
    private final Pulse pulse;
    private final long stallNanos;
    private volatile long tail = DORMANT;

    Broadcast(Vertx vertx, EventStore store, Recent recent, SingleFlight loop, Duration poll, Duration stall) {
        this.vertx = vertx;
        this.store = store;
        this.recent = recent;
        this.stallNanos = stall.toNanos();
        this.pulse = new Pulse(vertx, loop, poll, this::read);
    }

    void start() {
        pulse.start();
    }

    void stop() {
        pulse.stop();
    }

    void poke() {
        if (readers() > 0) {
            pulse.poke();
        }
    }

    int readers() {
        return crowds.values().stream()
                .mapToInt(crowd -> crowd.readers().size())
                .sum();
    }

    /** From now on the reader hears of everything that is published, or of a gap. */
    void add(EventReader reader) {
        crowd(reader).readers().add(reader);
        pulse.poke();
    }

    void remove(EventReader reader) {
        crowd(reader).readers().remove(reader);
        if (readers() == 0) {
            // nothing is read for nobody, so that it would be old when somebody comes
            recent.forget();
        }
    }

    private Crowd crowd(EventReader reader) {
        var loop = reader.loop();
        return crowds.computeIfAbsent(loop == null ? NO_LOOP : loop, key -> new Crowd(loop));
    }

    private Uni<Boolean> read() {
        crowds.values().forEach(crowd -> crowd.readers().forEach(reader -> reader.checkStall(stallNanos)));
        if (readers() == 0) {
            tail = DORMANT;
            return Uni.createFrom().item(false);
        }
        if (tail == DORMANT) {
            return store.reach()
                    .chain(reach -> tell(reach.head(), new EventStore.Replay(reach, List.of(), reach.head())));
        }
        return store.replay(EventLog.Filter.NONE, tail).chain(replay -> tell(tail, replay));
    }

    /** Readers who have less than {@code from} see the gap and replay it themselves. */
    private Uni<Boolean> tell(long from, EventStore.Replay replay) {
        boolean forgotten = replay.reach().floor() > from;
        long start = forgotten ? replay.reach().head() : from;
        long end = forgotten ? replay.reach().head() : replay.end();
        boolean news = tail == DORMANT || end > from;
        tail = end;
        boolean more = end < replay.reach().head();
        return news
                ? toAll(start, forgotten ? List.of() : replay.events(), end).replaceWith(more)
                : Uni.createFrom().item(more);
    }

    private Uni<Void> toAll(long from, List<Event> events, long to) {
        if (readers() > 0) {
            recent.add(from, events, to);
        }
        var thinned = thinned(events);
        var told = crowds.values().stream()
                .map(crowd -> crowd.tell(from, thinned, to))
                .toList();
        long began = System.nanoTime();
        return Uni.join().all(told).andCollectFailures().chain(done -> rest(System.nanoTime() - began));
    }

    /** As long as telling took, others have the event loops; the more readers there are, the more is told at a time. */
    private Uni<Void> rest(long tookNanos) {
        long millis = Math.min(LONGEST_REST_MILLIS, tookNanos / 1_000_000);
        return millis == 0
                ? Uni.createFrom().voidItem()
                : Uni.createFrom().emitter(over -> vertx.setTimer(millis, timer -> over.complete(null)));
    }

    private static List<Event> thinned(List<Event> events) {
        long bytes = 0;
        for (var event : events) {
            bytes += event.cost();
        }
        return bytes > CROWDED_BYTES ? Crowding.thinned(events) : events;
    }
}
