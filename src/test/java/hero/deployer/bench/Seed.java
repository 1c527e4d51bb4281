package hero.deployer.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;

import io.vertx.core.json.JsonObject;

import hero.deployer.testing.Fleet;
import hero.deployer.testing.Hashes;

/** Puts into the database what would take hours to provision: an organization whose members' machines are there already. */
final class Seed {
    static final String ORGANIZATION = "bench";
    /** The organization's number is 1, so its members are o1m1 and up. */
    static final String PREFIX = "o1m";

    private static final int BATCH = 1_000;

    private final Database database;

    Seed(Database database) {
        this.database = database;
    }

    /** Somebody who may do everything, with {@link Api#TOKEN}. */
    void administrator() throws SQLException {
        database.run("insert into person (username, name, email, password_kind, password_hash)"
                + " values ('bench', 'Bench', 'bench@example.org', 'chosen', 'none') on conflict do nothing;"
                + " insert into role_grant (username, scope, role) values ('bench', '*', 'ADMIN') on conflict do nothing;"
                + " insert into api_token (id, secret_hash, name, owner, role, scope) values ('tok_bench', '"
                + Hashes.sha256(Api.TOKEN.getBytes(StandardCharsets.UTF_8)) + "', 'bench', 'bench', 'ADMIN', '*')"
                + " on conflict do nothing");
    }

    /** A channel with two builds and a setup, through the API. */
    void catalogue(Api api, Path folder) throws IOException, InterruptedException {
        api.post("/api/v1/channels", new JsonObject().put("name", "bench"));
        for (var version : new String[] {"1.0.0", "2.0.0"}) {
            api.postFile("/api/v1/channels/bench/builds?version=" + version, artifact(folder, version));
        }
        api.post("/api/v1/setups", new JsonObject("""
                {"name": "bench", "provider": "local", "slots": 1, "cpu": 1, "memoryMiB": 256, "diskGiB": 1, "environment": {}}"""));
    }

    private static Path artifact(Path folder, String version) throws IOException, InterruptedException {
        var run = folder.resolve("run");
        Files.writeString(run, "#!/bin/sh\n# build " + version + "\n");
        Files.setPosixFilePermissions(run, PosixFilePermissions.fromString("rwxr-xr-x"));
        var archive = folder.resolve(version + ".tar.gz");
        var tar = new ProcessBuilder("tar", "-czf", archive.toString(), "-C", folder.toString(), "run")
                .inheritIO()
                .start();
        if (tar.waitFor() != 0) {
            throw new IOException("tar failed");
        }
        return archive;
    }

    /** An organization on 1.0.0 with {@code size} ready, healthy members, whose agents are a fleet's. */
    void organization(int size, int fleetPort) throws SQLException {
        database.run("insert into organization (slug, number, name, setup, setup_version, channel, build, member_seq)"
                + " values ('bench', 1, 'Bench', 'bench', 1, 'bench', '1.0.0', " + size + ")");
        database.run("insert into person (username, name, email, password_kind, password_hash)"
                + " select 'm' || i, 'M ' || i, 'm' || i || '@example.org', 'chosen', 'none'"
                + " from generate_series(1, " + size + ") i");
        database.run("insert into person_scope select 'm' || i, 'bench' from generate_series(1, " + size + ") i");
        database.connection().setAutoCommit(false);
        try (var insert = database.connection()
                .prepareStatement(
                        "insert into instance (id, organization, number, setup, setup_version, role, person, node, state, health,"
                                + " build, desired_build, agent_address, cockpit_address) values (?, 'bench', ?, 'bench', 1,"
                                + " 'member', ?, (select min(id) from node), 'ready', 'healthy', '1.0.0', '1.0.0', ?, ?)")) {
            for (int index = 0; index < size; index++) {
                insert.setString(1, PREFIX + (index + 1));
                insert.setLong(2, index + 1);
                insert.setString(3, "m" + (index + 1));
                insert.setString(4, Fleet.host(index) + ":" + fleetPort);
                insert.setString(5, Fleet.host(index) + ":" + (fleetPort + 1));
                insert.addBatch();
                if ((index + 1) % BATCH == 0) {
                    insert.executeBatch();
                }
            }
            insert.executeBatch();
        }
        database.connection().commit();
        database.connection().setAutoCommit(true);
        database.run("analyze");
    }
}
