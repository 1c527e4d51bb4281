package hero.deployer.instance;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;

import hero.deployer.base.Tx;

/** What instances stand on, put straight into the database: a channel, its builds, a setup, organizations, people. */
record Landscape(Pool pool, String name) {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    <T> T tx(Function<Tx, Uni<T>> work) {
        return pool.withTransaction(connection -> work.apply(Tx.of(connection)))
                .await()
                .atMost(PATIENCE);
    }

    void sql(String statement, Object... parameters) {
        tx(tx -> tx.update(statement, parameters));
    }

    /** Builds {@code <name>-1} (the channel's current) and {@code <name>-2}, both on the channel; setup {@code name} version 1. */
    Landscape lay() {
        sql("insert into channel (name) values (cast($1 as text))", name);
        for (var build : List.of(name + "-1", name + "-2")) {
            sql(
                    "insert into build (version, sha256, size) values (cast($1 as text), encode(sha256(cast($1 as bytea)), 'hex'), 1)",
                    build);
            sql(
                    "insert into channel_build (channel, version) values (cast($1 as text), cast($2 as text))",
                    name,
                    build);
        }
        current(name + "-1");
        sql("insert into setup (name) values (cast($1 as text))", name);
        sql(
                "insert into setup_version (setup, version, provider, slots, cpu, memory_mib, disk_gib)"
                        + " values (cast($1 as text), 1, 'fake', 2, 2, 8192, 20)",
                name);
        return this;
    }

    void current(String build) {
        sql("update channel set current_build = cast($2 as text) where name = cast($1 as text)", name, build);
    }

    Landscape organization(String slug) {
        sql(
                "insert into organization (slug, name, setup, setup_version, channel, build) values"
                        + " (cast($1 as text), cast($1 as text), cast($2 as text), 1, cast($2 as text), cast($2 as text) || '-1')",
                slug,
                name);
        return this;
    }

    /** {@code <name>-p1} and so on. */
    Landscape people(int count) {
        sql(
                "insert into person (username, name, email, password_kind, password_hash)"
                        + " select cast($1 as text) || '-p' || i, 'P', 'p@example.org', 'chosen', 'none'"
                        + " from generate_series(1, cast($2 as integer)) i",
                name,
                count);
        return this;
    }

    String person(int number) {
        return name + "-p" + number;
    }
}
