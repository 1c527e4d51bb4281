package hero.deployer.health;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;

import hero.deployer.base.Tx;
import hero.deployer.instance.Instances;
import hero.deployer.instance.Instances.InstanceRow;

/** Probes this replica's share of all instances, round after round. */
@ApplicationScoped
class HealthProber {
    private static final int MISSED_ROUNDS = 3;
    private static final Duration FAREWELL = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final Pool pool;
    private final Instances instances;
    private final Replicas replicas;
    private final HealthService service;
    private final HealthWriter writer;
    private final HealthConfig config;

    private volatile boolean stopped;
    private volatile long flushedAt = System.nanoTime();

    HealthProber(
            Vertx vertx,
            Pool pool,
            Instances instances,
            Replicas replicas,
            HealthService service,
            HealthWriter writer,
            HealthConfig config) {
        this.vertx = vertx;
        this.pool = pool;
        this.instances = instances;
        this.replicas = replicas;
        this.service = service;
        this.writer = writer;
        this.config = config;
    }

    void start(@Observes StartupEvent started) {
        if (config.enabled()) {
            later(Duration.ofMillis(config.interval().toMillis() / 2));
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

    private void later(Duration pause) {
        if (!stopped) {
            long tenth = Math.max(1, pause.toMillis() / 10);
            long jitter = ThreadLocalRandom.current().nextLong(-tenth, tenth + 1);
            vertx.setTimer(Math.max(1, pause.toMillis() + jitter), timer -> begin());
        }
    }

    private void begin() {
        long began = System.nanoTime();
        round().onItemOrFailure()
                .invoke((done, failed) -> {
                    if (failed != null) {
                        Log.warnf("A round of probes ended early: %s", failed.getMessage());
                    }
                    var took = Duration.ofNanos(System.nanoTime() - began);
                    var rest = config.interval().minus(took);
                    later(rest.isNegative() ? Duration.ZERO : rest);
                })
                .subscribe()
                .with(done -> {}, failed -> Log.debug("Logged above"));
    }

    /** Once over this replica's share; the answers are flushed when it is time. */
    Uni<Void> round() {
        return share().invoke(mine ->
                        service.keepOnly(mine.stream().map(InstanceRow::id).toList()))
                .flatMap(service::round)
                .chain(this::flushInTime);
    }

    private Uni<List<InstanceRow>> share() {
        var patience = config.interval().multipliedBy(MISSED_ROUNDS);
        return pool.withConnection(connection -> {
            var tx = Tx.of(connection);
            return replicas.beat(tx, patience)
                    .flatMap(live -> instances.expectedToAnswer(tx).map(all -> {
                        var mine = new ArrayList<>(all.stream()
                                .filter(row -> Shard.isMine(row.id(), replicas.mine(), live))
                                .toList());
                        Collections.shuffle(mine);
                        return List.copyOf(mine);
                    }));
        });
    }

    private Uni<Void> flushInTime() {
        var since = Duration.ofNanos(System.nanoTime() - flushedAt);
        if (since.compareTo(config.seenFlush()) < 0) {
            return Uni.createFrom().voidItem();
        }
        flushedAt = System.nanoTime();
        return writer.flush();
    }
}
