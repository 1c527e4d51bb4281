package hero.deployer.health;

import java.time.Duration;
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
import io.vertx.mutiny.sqlclient.SqlConnection;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.Tx;
import hero.deployer.instance.Instances;
import hero.deployer.instance.Instances.InstanceRow;

/** Probes this replica's share of all instances, each once an interval, spread over it, all on one event loop. */
@ApplicationScoped
class HealthProber {
    private static final int MISSED_ROUNDS = 3;
    private static final int TICK_MILLIS = 20;
    private static final Duration FAREWELL = Duration.ofSeconds(1);

    private final VertxInternal vertx;
    private final Pool pool;
    private final Instances instances;
    private final Replicas replicas;
    private final HealthService service;
    private final HealthWriter writer;
    private final HealthConfig config;

    private volatile boolean stopped;

    HealthProber(
            Vertx vertx,
            Pool pool,
            Instances instances,
            Replicas replicas,
            HealthService service,
            HealthWriter writer,
            HealthConfig config) {
        this.vertx = (VertxInternal) vertx;
        this.pool = pool;
        this.instances = instances;
        this.replicas = replicas;
        this.service = service;
        this.writer = writer;
        this.config = config;
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
        private @Nullable String mark;
        private long readAllAt;
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
                var row = roster.next();
                if (row != null) {
                    underWay++;
                    service.look(row, (health, build) -> context.runOnContext(nothing -> looked(row, health, build)));
                }
            }
        }

        private void looked(InstanceRow row, hero.deployer.instance.Health health, @Nullable String build) {
            underWay--;
            if (row.health() != health || !java.util.Objects.equals(row.build(), build)) {
                roster.believe(row.id(), health, build);
            }
        }

        /** Once an interval: who is alive, what changed, who answered. */
        private void look() {
            if (stopped) {
                return;
            }
            pool.withConnection(this::read).chain(this::flushInTime).subscribe().with(done -> later(null), this::later);
        }

        private Uni<Void> read(SqlConnection connection) {
            var tx = Tx.of(connection);
            return replicas.beat(tx, config.interval().multipliedBy(MISSED_ROUNDS))
                    .chain(live -> instances.mark(tx).chain(now -> read(tx, live, now)));
        }

        private Uni<Void> read(Tx tx, Set<String> live, String now) {
            var since = mark;
            long nanos = System.nanoTime();
            boolean all =
                    since == null || nanos - readAllAt > config.readAll().toNanos() || roster.isSharedOtherwise(live);
            var rows = all || since == null ? instances.expectedToAnswer(tx) : instances.changedSince(tx, since);
            return rows.invoke(found -> context.runOnContext(nothing -> {
                        mark = now;
                        if (all) {
                            readAllAt = nanos;
                            roster.all(found, live);
                            service.keepOnly(roster::has);
                        } else {
                            roster.changed(found);
                        }
                    }))
                    .replaceWithVoid();
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
                        failed.getMessage());
            }
            blind = failed != null;
            long pause = config.interval().toMillis();
            long tenth = Math.max(1, pause / 10);
            long jitter = ThreadLocalRandom.current().nextLong(-tenth, tenth + 1);
            vertx.setTimer(Math.max(1, pause + jitter), timer -> context.runOnContext(nothing -> look()));
        }
    }
}
