package hero.deployer.events;

import java.time.Duration;

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

    /** A connection that only listens does not notice that nobody speaks any more, unless it asks. */
    private static final long ASK_EVERY_MILLIS = 10_000;

    /** Nothing heard for so long, not even the answer to a question: the connection is closed, and another opened. */
    static final Duration LONGEST_SILENCE = Duration.ofSeconds(15);

    private final Vertx vertx;

    private final PgSubscriber subscriber;
    private volatile long asking = -1;

    public Signals(Vertx vertx, PgConnectOptions options) {
        this.vertx = vertx;
        this.subscriber = PgSubscriber.subscriber(vertx, options).reconnectPolicy(retries ->
                (long) Math.min(MAX_RETRY_MILLIS, 50 << Math.min(6, retries)));
    }

    private void ask() {
        var connection = subscriber.actualConnection();
        if (connection != null) {
            var ignored = connection.query("select 1").execute();
        }
    }

    /** Connects; without PostgreSQL it goes on trying. */
    public void start() {
        asking = vertx.setPeriodic(ASK_EVERY_MILLIS, timer -> ask());
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
        vertx.cancelTimer(asking);
        var ignored = subscriber.close();
    }
}
