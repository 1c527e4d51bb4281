package hero.deployer.identity;

import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.pgclient.PgPool;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import org.eclipse.microprofile.config.ConfigProvider;
import org.flywaydb.core.Flyway;

/** A database of its own beside the tests' shared one, for what only happens on an empty one. */
final class FreshDatabase implements AutoCloseable {
    private final Pool shared;
    private final String name;
    final Pool pool;

    FreshDatabase(Vertx vertx, Pool shared, String name) {
        this.shared = shared;
        this.name = name;
        Accounts.now(shared.query("create database " + name).execute());
        var user = config("quarkus.datasource.username");
        var password = config("quarkus.datasource.password");
        Flyway.configure()
                .dataSource(moved(config("quarkus.datasource.jdbc.url"), name), user, password)
                .load()
                .migrate();
        var url = config("quarkus.datasource.reactive.url").replaceFirst("^vertx-reactive:", "");
        var options = PgConnectOptions.fromUri(moved(url, name)).setUser(user).setPassword(password);
        pool = PgPool.pool(vertx, options, new PoolOptions().setMaxSize(4));
    }

    private static String config(String name) {
        return ConfigProvider.getConfig().getValue(name, String.class);
    }

    /** The same address with another database at its end. */
    private static String moved(String url, String database) {
        return url.replaceFirst("(//[^/]+/)[^?]+", "$1" + database);
    }

    @Override
    public void close() {
        Accounts.now(pool.close());
        Accounts.now(shared.query("drop database " + name + " with (force)").execute());
    }
}
