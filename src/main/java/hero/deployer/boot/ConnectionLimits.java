package hero.deployer.boot;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import jakarta.inject.Singleton;

import io.vertx.pgclient.PgConnectOptions;

/** What every connection of this replica is opened with, whoever opens it. */
@Singleton
public class ConnectionLimits {
    private static final int KEEPALIVE_SECONDS = 5;
    private static final int KEEPALIVE_EVERY_SECONDS = 2;
    private static final int KEEPALIVES_LOST = 3;

    private final DatabaseConfig config;

    ConnectionLimits(DatabaseConfig config) {
        this.config = config;
    }

    /** The limits as plain settings of the session: a pooler between passes or refuses them by name. */
    public PgConnectOptions on(PgConnectOptions given) {
        var options = new PgConnectOptions(given);
        set(options, "statement_timeout", config.statementTimeout());
        set(options, "lock_timeout", config.lockTimeout());
        set(options, "idle_in_transaction_session_timeout", config.idleInTransaction());
        // the server's own end: a peer that is gone, or takes nothing because it is frozen, holds no lock for long
        set(options, "tcp_user_timeout", config.idleInTransaction());
        options.addProperty("tcp_keepalives_idle", Integer.toString(KEEPALIVE_SECONDS));
        options.addProperty("tcp_keepalives_interval", Integer.toString(KEEPALIVE_EVERY_SECONDS));
        options.addProperty("tcp_keepalives_count", Integer.toString(KEEPALIVES_LOST));
        options.setConnectTimeout((int) config.patience().toMillis());
        options.setTcpKeepAlive(true);
        return options;
    }

    /** The same for a connection that only listens and is asked something now and then: unanswered for so long, it is closed. */
    public PgConnectOptions onListening(PgConnectOptions given, Duration longestSilence) {
        var options = on(given);
        options.setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
        options.setReadIdleTimeout((int) longestSilence.toMillis());
        return options;
    }

    private static void set(PgConnectOptions options, String setting, Duration limit) {
        options.addProperty(setting, Long.toString(limit.toMillis()));
    }
}
