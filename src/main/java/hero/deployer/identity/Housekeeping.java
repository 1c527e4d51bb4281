package hero.deployer.identity;

import java.time.Duration;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import org.jboss.logging.Logger;

import hero.deployer.base.Tx;

/** Sweeps out what has run out: sessions, tokens, drained buckets, forgotten addresses. Every replica may; nothing depends on it. */
@Singleton
final class Housekeeping {
    private static final Logger LOG = Logger.getLogger(Housekeeping.class);
    private static final Duration EVERY = Duration.ofMinutes(10);

    private final Vertx vertx;
    private final Pool pool;
    private final IdentityConfig config;
    private long timer = -1;

    Housekeeping(Vertx vertx, Pool pool, IdentityConfig config) {
        this.vertx = vertx;
        this.pool = pool;
        this.config = config;
    }

    void start(@Observes StartupEvent event) {
        timer = vertx.setPeriodic(
                EVERY.toMillis(),
                tick -> sweep().subscribe()
                        .with(
                                nothing -> LOG.debug("Swept"),
                                failure -> LOG.warnf("Not swept: %s", failure.toString())));
    }

    Uni<Void> sweep() {
        var tx = Tx.of(pool);
        return tx.update("delete from session where expires_at < clock_timestamp()")
                .chain(() -> tx.update("delete from login_throttle where drains_at < clock_timestamp()"))
                .chain(() -> tx.update(
                        "delete from login_address"
                                + " where last_success_at < clock_timestamp() - $1::bigint * interval '1 second'",
                        config.throttle().knownAddress().toSeconds()))
                // an expired token stays to be seen for a while
                .chain(() ->
                        tx.update("delete from api_token where expires_at < clock_timestamp() - interval '30 days'"))
                .replaceWithVoid();
    }

    @PreDestroy
    void stop() {
        vertx.cancelTimer(timer);
    }
}
