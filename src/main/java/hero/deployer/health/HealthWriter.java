package hero.deployer.health;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.Tx;
import hero.deployer.events.LoopRegistry;
import hero.deployer.events.SingleFlight;
import hero.deployer.instance.Health;
import hero.deployer.instance.InstanceRow;
import hero.deployer.instance.Instances;
import hero.deployer.instance.Instances.Sighting;

/** Writes changes soon, many in one transaction, and that somebody answered in bulk. */
@ApplicationScoped
class HealthWriter {
    private static final long GATHER_MILLIS = 50;
    private static final int BATCH = 500;

    private final Vertx vertx;
    private final Instances instances;
    private final Pool pool;
    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedQueue<Found> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean gathering = new AtomicBoolean();
    private final SingleFlight writing;

    HealthWriter(Vertx vertx, Instances instances, Pool pool, LoopRegistry loops) {
        this.vertx = vertx;
        this.instances = instances;
        this.pool = pool;
        this.writing = loops.loop("writing what probes found", "PostgreSQL");
    }

    /** Told what an instance is held to be by now. */
    interface Then {
        void believe(Health health, @Nullable String build);
    }

    /** What the health becomes. */
    interface Next {
        Health after(Health before);
    }

    private record Found(InstanceRow probed, Observation observation, Next next, Then then) {
        Sighting sighting(Health before, @Nullable String buildBefore) {
            return switch (observation) {
                case Observation.Answered answered ->
                    new Sighting(
                            probed.id(),
                            next.after(before),
                            build(answered, buildBefore),
                            true,
                            "Its agent says " + answered.status() + ".");
                case Observation.Lost lost ->
                    new Sighting(
                            probed.id(),
                            next.after(before),
                            null,
                            false,
                            lost.reason().message());
            };
        }
    }

    /** Keeps what changed. A probe of what has changed meanwhile, or is gone, or is held just now, says nothing: the next one will. */
    void keep(InstanceRow probed, Observation observation, Next next, Then then) {
        if (observation instanceof Observation.Answered) {
            seen.add(probed.id());
        }
        if (!differs(probed, observation, next)) {
            then.believe(probed.health(), probed.build());
            return;
        }
        waiting.add(new Found(probed, observation, next, then));
        gather();
    }

    private void gather() {
        if (gathering.compareAndSet(false, true)) {
            vertx.setTimer(GATHER_MILLIS, timer -> write());
        }
    }

    /** Writes down who answered since the last time; they are kept for the next time when that fails. */
    Uni<Void> flushSeen() {
        var ids = List.copyOf(seen);
        if (ids.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        seen.removeAll(ids);
        return instances.markSeen(Tx.of(pool), ids).onFailure().invoke(failed -> {
            seen.addAll(ids);
            Log.debugf("Who answered is written down later: %s", failed.getMessage());
        });
    }

    private void write() {
        gathering.set(false);
        var batch = new HashMap<String, Found>();
        writing.run(
                () -> {
                    takeAll(batch);
                    return pool.withTransaction(connection -> write(Tx.of(connection), batch));
                },
                written -> written(batch, written),
                failed -> {
                    Log.debugf("What probes found is written down later: %s", failed.getMessage());
                    written(batch, Map.of());
                });
    }

    private void written(Map<String, Found> batch, Map<String, InstanceRow> rows) {
        batch.values().forEach(found -> tell(found, rows.get(found.probed().id())));
        if (!waiting.isEmpty()) {
            gather();
        }
    }

    /** Of two probes of one instance the later says more. */
    private void takeAll(Map<String, Found> batch) {
        for (var found = take(batch); found != null; found = take(batch)) {
            var earlier = batch.put(found.probed().id(), found);
            if (earlier != null) {
                tell(earlier, earlier.probed());
            }
        }
    }

    private @Nullable Found take(Map<String, Found> batch) {
        return batch.size() < BATCH ? waiting.poll() : null;
    }

    private static void tell(Found found, @Nullable InstanceRow now) {
        var row = now == null ? found.probed() : now;
        found.then().believe(row.health(), row.build());
    }

    /** The rows as they are after it, of those that were there to be written. */
    private Uni<Map<String, InstanceRow>> write(Tx tx, Map<String, Found> batch) {
        return instances.lockFree(tx, List.copyOf(batch.keySet())).chain(rows -> {
            var after = new HashMap<String, InstanceRow>();
            var sightings = new ArrayList<Sighting>();
            for (var row : rows) {
                var found = Objects.requireNonNull(batch.get(row.id()));
                if (movedOn(found.probed(), row)) {
                    after.put(row.id(), row);
                    continue;
                }
                var sighting = found.sighting(row.health(), row.build());
                sightings.add(sighting);
                after.put(row.id(), row.seen(sighting.health(), sighting.answered() ? sighting.build() : row.build()));
            }
            return instances.observed(tx, rows, sightings).replaceWith(after);
        });
    }

    private static boolean differs(InstanceRow probed, Observation observation, Next next) {
        return next.after(probed.health()) != probed.health()
                || observation instanceof Observation.Answered answered
                        && !Objects.equals(build(answered, probed.build()), probed.build());
    }

    /** What starts in the middle of an install may be taken back: which build it is, is known when that has ended. */
    private static @Nullable String build(Observation.Answered answered, @Nullable String before) {
        return answered.operation() == null ? answered.build() : before;
    }

    private static boolean movedOn(InstanceRow probed, InstanceRow now) {
        return now.state() != probed.state()
                || now.fence() != probed.fence()
                || !Objects.equals(now.agentAddress(), probed.agentAddress());
    }
}
