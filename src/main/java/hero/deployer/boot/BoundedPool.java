package hero.deployer.boot;

import java.util.List;
import java.util.concurrent.TimeUnit;

import jakarta.inject.Singleton;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnectOptions;

/**
 * Bounds every wait of everybody who uses the pool: for a connection, since an exhausted pool must answer 503 soon and not hang everything
 * that asks, and for an answer.
 */
@Singleton
class BoundedPool implements PgPoolCreator {
    private static final int WAIT_SECONDS = 2;
    private static final int QUEUE = 2_000;

    private final ConnectionLimits limits;
    private final DatabaseConfig config;

    BoundedPool(ConnectionLimits limits, DatabaseConfig config) {
        this.limits = limits;
        this.config = config;
    }

    @Override
    public Pool create(Input input) {
        var options = input.poolOptions()
                .setConnectionTimeout(WAIT_SECONDS)
                .setConnectionTimeoutUnit(TimeUnit.SECONDS)
                .setMaxWaitQueueSize(QUEUE);
        var servers = input.pgConnectOptionsList().stream().map(limits::on).toList();
        var opener =
                new ConnectionOpener(input.vertx(), servers, config.patience().toMillis());
        var monitor = new ConnectionMonitor(input.vertx(), opener, config);
        monitor.start();
        return PgBuilder.pool(builder -> builder.with(options)
                        .connectingTo(List.<SqlConnectOptions>copyOf(servers))
                        .using(input.vertx()))
                .connectionProvider(monitor::connect);
    }
}
