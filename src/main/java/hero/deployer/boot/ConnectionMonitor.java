package hero.deployer.boot;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import io.vertx.pgclient.PgException;
import io.vertx.pgclient.spi.PgDriver;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import io.vertx.sqlclient.impl.SqlConnectionBase;
import org.jboss.logging.Logger;

/**
 * Tells slow statements from answers that will never come. When a statement has had none for a while, PostgreSQL is asked, on a new
 * connection, which of ours it is at work for: the others are closed. When it does not say, and nobody else hears of it either, it is away:
 * all connections are closed, and everybody is refused at once until it answers.
 */
final class ConnectionMonitor {
    private static final Logger LOG = Logger.getLogger(ConnectionMonitor.class);
    private static final long TICK_MILLIS = 200;

    /** A tick that comes later than this says that we stood still ourselves; the answers may be there unread. */
    private static final long LATE_NANOS = Duration.ofMillis(500).toNanos();

    private static final long PROBE_EVERY_NANOS = Duration.ofMillis(400).toNanos();

    private static final String AT_WORK =
            "select pid from pg_stat_activity where pid = any ($1) and state not like 'idle%'";

    private final Vertx vertx;
    private final ConnectionOpener opener;
    private final DatabaseConfig config;
    private final Context context;
    private final Set<MonitoredConnection> open = ConcurrentHashMap.newKeySet();
    private volatile long heardAt = System.nanoTime();
    private volatile boolean away;

    // on the context alone
    private long tickedAt = System.nanoTime();
    private long probedAt = System.nanoTime() - PROBE_EVERY_NANOS;
    private boolean probing;

    ConnectionMonitor(Vertx vertx, ConnectionOpener opener, DatabaseConfig config) {
        this.vertx = vertx;
        this.opener = opener;
        this.config = config;
        this.context = ((VertxInternal) vertx).createEventLoopContext();
    }

    void start() {
        context.runOnContext(nothing -> vertx.setPeriodic(TICK_MILLIS, timer -> tick()));
    }

    boolean isAway() {
        return away;
    }

    void heard() {
        heardAt = System.nanoTime();
    }

    /** A connection for the pool. */
    Future<SqlConnection> connect(Context where) {
        if (away) {
            return ((ContextInternal) where).failedFuture(new DatabaseAwayException());
        }
        return opener.open(where).map(opened -> {
            var monitored = new MonitoredConnection(opened.socket(), this);
            open.add(monitored);
            opened.socket()
                    .socket()
                    .channelHandlerContext()
                    .channel()
                    .closeFuture()
                    .addListener(closed -> open.remove(monitored));
            return new SqlConnectionBase<>(
                    (ContextInternal) opened.socket().context(), opened.factory(), monitored, PgDriver.INSTANCE);
        });
    }

    private void tick() {
        long now = System.nanoTime();
        boolean late = now - tickedAt > LATE_NANOS;
        tickedAt = now;
        if (late) {
            return;
        }
        var silent = new ArrayList<MonitoredConnection>();
        for (var connection : open) {
            if (connection.isLost()) {
                LOG.warn("A connection to PostgreSQL was closed: an answer on it was lost");
                connection.hangUp();
            } else if (connection.silentFor() > config.silence().toNanos()) {
                silent.add(connection);
            }
        }
        if ((away || !silent.isEmpty()) && !probing && now - probedAt > PROBE_EVERY_NANOS) {
            probe(silent);
        }
    }

    private void probe(List<MonitoredConnection> silent) {
        probing = true;
        probedAt = System.nanoTime();
        var pids = silent.stream().map(MonitoredConnection::getProcessId).toArray(Integer[]::new);
        opener.open(context).onComplete(opened -> {
            if (opened.failed()) {
                probed(silent, opened.map(Set.of()));
                return;
            }
            var left = config.patience().toNanos() - (System.nanoTime() - probedAt);
            var alarm = vertx.setTimer(
                    Math.max(1, left / 1_000_000), timer -> opened.result().discard());
            opened.result()
                    .connection()
                    .preparedQuery(AT_WORK)
                    .execute(Tuple.of(pids))
                    .<Set<Integer>>map(rows -> {
                        var atWork = new HashSet<Integer>();
                        rows.forEach(row -> atWork.add(row.getInteger(0)));
                        return atWork;
                    })
                    .onComplete(answer -> {
                        vertx.cancelTimer(alarm);
                        opened.result().discard();
                        probed(silent, answer);
                    });
        });
    }

    private void probed(List<MonitoredConnection> silent, io.vertx.core.AsyncResult<Set<Integer>> answer) {
        probing = false;
        if (answer.succeeded()) {
            silent.stream()
                    .filter(connection -> !answer.result().contains(connection.getProcessId()))
                    .forEach(MonitoredConnection::suspect);
        }
        if (answer.succeeded() || isAnswer(answer.cause())) {
            back();
        } else if (heardAt - probedAt < 0) {
            lost(answer.cause());
        }
    }

    /** PostgreSQL refused us, but it is up: all its places are taken, for one. */
    private static boolean isAnswer(Throwable failure) {
        return failure instanceof PgException refused && !refused.getSqlState().startsWith("57");
    }

    private void back() {
        if (away) {
            away = false;
            LOG.info("PostgreSQL answers again");
        }
    }

    private void lost(Throwable why) {
        if (!away) {
            away = true;
            LOG.warnf("PostgreSQL does not answer, everything is refused until it does: %s", why.getMessage());
        }
        open.forEach(MonitoredConnection::hangUp);
    }
}
