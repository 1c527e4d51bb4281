package hero.deployer.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;

import hero.deployer.boot.EmbeddedPostgres;

/** The bench's own PostgreSQL, as the product starts it, and a way into it past the deployer. */
final class Database implements AutoCloseable {
    private final EmbeddedPostgres server;
    private final Path data;
    private final Connection connection;
    private volatile boolean closed;

    Database(Path data, Path cache) throws IOException, InterruptedException, SQLException {
        this.data = data;
        this.server = EmbeddedPostgres.start(data, cache, "bench-password");
        // a bench that is broken off leaves no server behind
        Runtime.getRuntime().addShutdownHook(new Thread(this::abandon));
        this.connection = DriverManager.getConnection(
                server.settings().get("quarkus.datasource.jdbc.url"),
                server.settings().get("quarkus.datasource.username"),
                server.settings().get("quarkus.datasource.password"));
    }

    Map<String, String> settings() {
        return server.settings();
    }

    void run(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    long number(String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }

    Connection connection() {
        return connection;
    }

    /** Transactions that have ended, besides the looks of this connection itself. */
    long transactions() throws SQLException {
        run("select pg_stat_force_next_flush()");
        return number("select xact_commit + xact_rollback from pg_stat_database where datname = current_database()");
    }

    /** CPU of the server and all its backends, in seconds. */
    double cpuSeconds() throws IOException {
        var pid = Files.readAllLines(data.resolve("postgres/postmaster.pid")).getFirst();
        return ProcessStat.cpuSecondsOfTree(Long.parseLong(pid.strip()));
    }

    Path log() {
        return data.resolve("postgres/server.log");
    }

    private void abandon() {
        try {
            if (!closed) {
                server.close();
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("the bench's PostgreSQL still runs, in " + data, e);
        }
    }

    @Override
    public void close() throws Exception {
        closed = true;
        connection.close();
        server.close();
    }
}
