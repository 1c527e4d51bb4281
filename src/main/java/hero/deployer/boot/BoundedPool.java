package hero.deployer.boot;

import java.util.List;
import java.util.concurrent.TimeUnit;

import jakarta.inject.Singleton;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnectOptions;

/** Bounds the wait for a connection: an exhausted pool must answer 503 soon, not hang everything that asks. */
@Singleton
class BoundedPool implements PgPoolCreator {
    private static final int WAIT_SECONDS = 2;
    private static final int QUEUE = 2_000;

    @Override
    public Pool create(Input input) {
        var options = input.poolOptions()
                .setConnectionTimeout(WAIT_SECONDS)
                .setConnectionTimeoutUnit(TimeUnit.SECONDS)
                .setMaxWaitQueueSize(QUEUE);
        return PgBuilder.pool(builder -> builder.with(options)
                .connectingTo(List.<SqlConnectOptions>copyOf(input.pgConnectOptionsList()))
                .using(input.vertx()));
    }
}
