package hero.deployer.health;

import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import io.vertx.mutiny.sqlclient.Pool;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.Tx;
import hero.deployer.events.LoopRegistry;
import hero.deployer.events.SingleFlight;
import hero.deployer.instance.Health;
import hero.deployer.instance.InstanceRow;
import hero.deployer.instance.Instances;

/** Probes this replica's share of all instances, each once an interval, spread over it, all on one event loop. */
@ApplicationScoped
class HealthProber {
    private static final int MISSED_BEATS = 3;
    private static final int TICK_MILLIS = 20;

    /** Half a second, in ticks: so soon all are asked whom another replica probed until now. */
    private static final int TAKEOVER_TICKS = 25;

    /** Until one of them that did not answer is asked again. */
    private static final long AGAIN_MILLIS = 500;

    private static final Duration FAREWELL = Duration.ofSeconds(1);

    private final VertxInternal vertx;
    private final Pool pool;
    private final Instances instances;
    private final Replicas replicas;
    private final HealthService service;
    private final HealthWriter writer;
    private final HealthConfig config;

    private final SingleFlight reading;

    private volatile boolean stopped;

    HealthProber(
            Vertx vertx,
            Pool pool,
            Instances instances,
            Replicas replicas,
            HealthService service,
            HealthWriter writer,
            HealthConfig config,
            LoopRegistry loops) {
        this.vertx = (VertxInternal) vertx;
        this.pool = pool;
        this.instances = instances;
        this.replicas = replicas;
        this.service = service;
        this.writer = writer;
        this.config = config;
        this.reading = loops.loop("reading what is to be probed", "PostgreSQL");
    }

    void start(@Observes StartupEvent started) {
        if (config.enabled()) {
            var begun = new Probing(vertx.createEventLoopContext());
            begun.context.runOnContext(nothing -> begun.start());
        }
    }

    void stop(@Observes ShutdownEvent stopping) {
        stopped = true;
        if (config.enabled()) {
            pool.withConnection(connection -> replicas.leave(Tx.of(connection)))
                    .ifNoItem()
                    .after(FAREWELL)
                    .fail()
                    .onFailure()
                    .invoke(failed -> Log.debug("The others will see for themselves that this replica is gone"))
                    .onFailure()
                    .recoverWithNull()
                    .await()
                    .atMost(FAREWELL.plus(FAREWELL));
        }
    }

    /** What happens on the one event loop. */
    private final class Probing {
        private final Context context;
        private final Roster roster = new Roster(replicas.mine(), new SplittableRandom());
        private final Pace pace = new Pace(config.interval().toNanos(), System.nanoTime());
        private final TakeoverQueue takeovers = new TakeoverQueue(TAKEOVER_TICKS);
        private final Set<String> alone = Set.of(replicas.mine());
        private @Nullable String mark;
        private long readAllAt = System.nanoTime();
        private long flushedAt = System.nanoTime();
        private int underWay;
        private boolean blind;

        Probing(Context context) {
            this.context = context;
        }

        void start() {
            vertx.setPeriodic(TICK_MILLIS, this::tick);
            look();
        }

        private void tick(long timer) {
            if (stopped) {
                vertx.cancelTimer(timer);
                return;
            }
            int due = pace.take(System.nanoTime(), roster.size(), config.concurrency() - underWay);
            for (int i = 0; i < due; i++) {
                probe(roster.next(), config.unreachableAfter());
            }
            int taken = Math.min(takeovers.due(), config.concurrency() - underWay);
            for (int i = 0; i < taken; i++) {
                probe(takeovers.next(), 1);
            }
        }

        /** @param looks after so many lost ones it waits for its turn; before, it is asked again soon */
        private void probe(@Nullable InstanceRow row, int looks) {
            if (row == null) {
                return;
            }
            underWay++;
            try {
                service.look(
                        row, (health, build) -> context.runOnContext(nothing -> looked(row, health, build, looks)));
            } catch (RuntimeException broken) {
                underWay--;
                Log.errorf(broken, "The probe of %s broke", row.id());
            }
        }

        private void looked(InstanceRow row, Health health, @Nullable String build, int looks) {
            underWay--;
            if (row.health() != health || !Objects.equals(row.build(), build)) {
                roster.believe(row.id(), health, build);
            }
            if (looks < config.unreachableAfter() && health != Health.UNREACHABLE && service.isMissed(row.id())) {
                vertx.setTimer(
                        AGAIN_MILLIS, timer -> context.runOnContext(nothing -> probe(roster.get(row.id()), looks + 1)));
            }
        }

        /** Once an interval, among others once a beat: what changed, who is alive, who answered. */
        private void look() {
            if (stopped) {
                return;
            }
            var since = mark;
            boolean all = System.nanoTime() - readAllAt > config.readAll().toNanos();
            reading.run(
                    () -> pool.withConnection(connection ->
                                    since == null || all ? readAll(Tx.of(connection)) : read(Tx.of(connection), since))
                            .chain(this::flushInTime),
                    done -> later(null),
                    this::later);
        }

        private Uni<Void> readAll(Tx tx) {
            long nanos = System.nanoTime();
            return instances
                    .expectedToAnswer(tx)
                    .chain(all -> (all.rows().isEmpty() ? Uni.createFrom().item(alone) : beat(tx))
                            .chain(live -> onContext(() -> {
                                mark = all.mark();
                                readAllAt = nanos;
                                takeovers.add(roster.all(all.rows(), live));
                                service.keepOnly(roster::has);
                            })));
        }

        /** Mostly one statement: while there is nobody to probe, nobody has to know that we are here to do it. */
        private Uni<Void> read(Tx tx, String since) {
            return instances
                    .changedSince(tx, since)
                    .chain(changes -> roster.isNeeded(changes.rows())
                            ? beat(tx).chain(live -> roster.isSharedOtherwise(live) ? readAll(tx) : keep(changes))
                            : keep(changes));
        }

        private Uni<Void> keep(Instances.Snapshot changes) {
            return onContext(() -> {
                mark = changes.mark();
                roster.changed(changes.rows());
            });
        }

        private Uni<Set<String>> beat(Tx tx) {
            return replicas.beat(tx, config.beat().multipliedBy(MISSED_BEATS));
        }

        private Uni<Void> onContext(Runnable change) {
            return Uni.createFrom()
                    .emitter(done -> context.runOnContext(nothing -> {
                        try {
                            change.run();
                            done.complete(null);
                        } catch (RuntimeException broken) {
                            done.fail(broken);
                        }
                    }));
        }

        private Uni<Void> flushInTime() {
            if (System.nanoTime() - flushedAt < config.seenFlush().toNanos()) {
                return Uni.createFrom().voidItem();
            }
            flushedAt = System.nanoTime();
            return writer.flushSeen();
        }

        private void later(@Nullable Throwable failed) {
            if (failed != null && !blind) {
                Log.warnf(
                        "What is to be probed cannot be read; probing goes on with what is known: %s",
                        failed.toString());
            }
            blind = failed != null;
            // alone, nobody has to see soon that we live
            long pause = Math.min(
                    config.interval().toMillis(),
                    roster.isShared() ? config.beat().toMillis() : Long.MAX_VALUE);
            long tenth = Math.max(1, pause / 10);
            long jitter = ThreadLocalRandom.current().nextLong(-tenth, tenth + 1);
            vertx.setTimer(Math.max(1, pause + jitter), timer -> context.runOnContext(nothing -> look()));
        }
    }
}
