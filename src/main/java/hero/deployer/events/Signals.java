package hero.deployer.events;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.pubsub.PgSubscriber;
import org.jboss.logging.Logger;

/** Empty messages between replicas over PostgreSQL's NOTIFY, on one connection that comes back by itself. They wake; they carry nothing. */
public final class Signals {
    private static final Logger LOG = Logger.getLogger(Signals.class);
    private static final int MAX_RETRY_MILLIS = 2_000;

    private final PgSubscriber subscriber;

    public Signals(Vertx vertx, PgConnectOptions options) {
        this.subscriber = PgSubscriber.subscriber(vertx, options).reconnectPolicy(retries ->
                (long) Math.min(MAX_RETRY_MILLIS, 50 << Math.min(6, retries)));
    }

    /** Connects; without PostgreSQL it goes on trying. */
    public void start() {
        var ignored = subscriber
                .connect()
                .onFailure(e -> LOG.warnf("signals between replicas are off, polls go on: %s", e.toString()));
    }

    /** Calls {@code woken} for every signal, and after every (re)connect, since some may have been lost. */
    public void on(String channel, Runnable woken) {
        subscriber.channel(channel).subscribeHandler(ignored -> woken.run()).handler(payload -> woken.run());
    }

    /** Sends one signal; inside a transaction it leaves with the commit. */
    public Uni<Void> send(SqlClient connection, String channel) {
        return connection
                .preparedQuery("select pg_notify($1, '')")
                .execute(Tuple.of(channel))
                .replaceWithVoid();
    }

    public void stop() {
        var ignored = subscriber.close();
    }
}
