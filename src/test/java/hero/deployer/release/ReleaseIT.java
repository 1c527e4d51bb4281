package hero.deployer.release;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Pool;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import hero.deployer.base.FailureException;
import hero.deployer.base.ProblemException;
import hero.deployer.base.Tx;
import hero.deployer.identity.Grant;
import hero.deployer.identity.Role;
import hero.deployer.testing.Admin;
import hero.deployer.testing.PostgresResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.startsWith;

/** Channels and builds over the API, artifacts uploaded. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
class ReleaseIT {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Inject
    Pool pool;

    @Inject
    Releases releases;

    @Inject
    ArtifactStore artifacts;

    @Inject
    ArtifactSweeper sweeper;

    @TempDir
    Path folder;

    private static void channel(String name) {
        Admin.request()
                .body("{\"name\":\"" + name + "\"}")
                .post("/api/v1/channels")
                .then()
                .statusCode(201);
    }

    private static ValidatableResponse upload(String channel, String query, byte[] artifact) {
        return Admin.request()
                .contentType("application/gzip")
                .body(artifact)
                .post("/api/v1/channels/" + channel + "/builds?" + query)
                .then();
    }

    private static ValidatableResponse point(String channel, String version) {
        return Admin.request()
                .body("{\"version\":\"" + version + "\"}")
                .put("/api/v1/channels/" + channel + "/current")
                .then();
    }

    private static ValidatableResponse current(String channel) {
        return Admin.request()
                .get("/api/v1/channels?limit=1&cursor=" + before(channel))
                .then();
    }

    /** A cursor just before this name. */
    private static String before(String channel) {
        return channel.substring(0, channel.length() - 1) + (char) (channel.charAt(channel.length() - 1) - 1) + "zzz";
    }

    @Test
    void theFirstBuildBecomesCurrentAndLaterOnesDoNot() {
        channel("rel-a");
        current("rel-a").body("items[0].name", equalTo("rel-a")).body("items[0].current", equalTo(null));
        byte[] first = Archives.good("rel-a1");

        upload("rel-a", "version=rel-a.1&notes=the-first&sha256=" + Archives.sha256(first), first)
                .statusCode(201)
                .body("version", equalTo("rel-a.1"))
                .body("sha256", equalTo(Archives.sha256(first)))
                .body("size", equalTo(first.length))
                .body("notes", equalTo("the-first"))
                .body("publishedAt", startsWith("20"))
                .body("channels", equalTo(List.of("rel-a")));
        upload("rel-a", "version=rel-a.2", Archives.good("rel-a2")).statusCode(201);

        current("rel-a").body("items[0].current", equalTo("rel-a.1"));
        Admin.request()
                .get("/api/v1/channels/rel-a/builds")
                .then()
                .statusCode(200)
                .body("items.version", equalTo(List.of("rel-a.2", "rel-a.1")))
                .body("next", equalTo(null));
        Admin.request()
                .get("/api/v1/channels/rel-a/builds?limit=1")
                .then()
                .body("items.version", equalTo(List.of("rel-a.2")))
                .body("next", equalTo("rel-a.2"));
        Admin.request()
                .get("/api/v1/channels/rel-a/builds?limit=1&cursor=rel-a.2")
                .then()
                .body("items.version", equalTo(List.of("rel-a.1")))
                .body("next", equalTo(null));
    }

    @Test
    void thePointerMovesForwardAndBackAndIsWrittenDown() {
        channel("rel-b");
        upload("rel-b", "version=rel-b.1", Archives.good("rel-b1")).statusCode(201);
        upload("rel-b", "version=rel-b.2", Archives.good("rel-b2")).statusCode(201);

        point("rel-b", "rel-b.2").statusCode(200).body("current", equalTo("rel-b.2"));
        point("rel-b", "rel-b.2").statusCode(200);
        point("rel-b", "rel-b.1").statusCode(200).body("current", equalTo("rel-b.1"));

        current("rel-b").body("items[0].current", equalTo("rel-b.1"));
        assertThat(count("select count(*) from audit where action = 'channel.point' and subject = 'rel-b'"))
                .as("first build, forward, back; the repeat wrote nothing")
                .isEqualTo(3);
    }

    @Test
    void thePointerNeverLeavesItsChannel() {
        channel("rel-c");
        channel("rel-d");
        upload("rel-c", "version=rel-c.1", Archives.good("rel-c1")).statusCode(201);

        point("rel-d", "rel-c.1").statusCode(409).body("type", equalTo("/problems/build-not-on-channel"));
        point("rel-c", "rel-c.9").statusCode(409);
        point("rel-none", "rel-c.1").statusCode(404);
        point("rel-c", "../x").statusCode(400).body("errors.field", hasItem("version"));
        current("rel-d").body("items[0].current", equalTo(null));
    }

    @Test
    void aKnownVersionJoinsAnotherChannelWithTheSameArtifactOnly() {
        channel("rel-e");
        channel("rel-f");
        byte[] artifact = Archives.good("rel-e1");
        upload("rel-e", "version=rel-e.1", artifact).statusCode(201);

        upload("rel-f", "version=rel-e.1", artifact)
                .statusCode(201)
                .body("channels", equalTo(List.of("rel-e", "rel-f")));
        upload("rel-f", "version=rel-e.1", artifact).statusCode(200);
        upload("rel-f", "version=rel-e.1", Archives.good("another"))
                .statusCode(409)
                .body("type", equalTo("/problems/version-taken"));
        upload("rel-f", "version=rel-e.1&sha256=" + "0".repeat(64), artifact).statusCode(409);
    }

    @Test
    void theSameKeyPublishesOnce() {
        channel("rel-g");
        byte[] artifact = Archives.good("rel-g1");
        for (int i = 0; i < 2; i++) {
            Admin.request()
                    .contentType("application/gzip")
                    .header("Idempotency-Key", "rel-g")
                    .body(artifact)
                    .post("/api/v1/channels/rel-g/builds?version=rel-g.1")
                    .then()
                    .statusCode(201);
        }
    }

    @Test
    void refusesWhatIsNoArtifactAndKeepsNothing() {
        channel("rel-h");

        upload("rel-h", "version=rel-h.1", "hello".getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .statusCode(422)
                .body("type", equalTo("/problems/bad-artifact"));
        upload("rel-h", "version=rel-h.1", Archives.of(Archives.entry("readme", 0644, "x")))
                .statusCode(422);
        upload("rel-h", "version=rel-h.1&sha256=" + "0".repeat(64), Archives.good("rel-h1"))
                .statusCode(422)
                .body("type", equalTo("/problems/wrong-hash"));
        upload("rel-none", "version=rel-h.1", Archives.good("rel-h1")).statusCode(404);

        Admin.request().get("/api/v1/channels/rel-h/builds").then().body("items", equalTo(List.of()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            gzip-crc-wrong.tar.gz | checksum is wrong     |
            truncated.tar.gz      | is cut off            |
            crlf-run.tar.gz       | line ends (CR LF)     | run
            """)
    void refusesWhatEveryAgentWouldRefuse(String file, String why, @Nullable String entry) throws Exception {
        channelOnce("rel-m");

        upload("rel-m", "version=rel-m.1", brought(file))
                .statusCode(422)
                .body("type", equalTo("/problems/bad-artifact"))
                .body("detail", containsString(why))
                .body("entry", equalTo(entry));

        Admin.request().get("/api/v1/channels/rel-m/builds").then().body("items", equalTo(List.of()));
    }

    @Test
    void takesAnArchiveWithAPathTwice() throws Exception {
        channel("rel-n");

        upload("rel-n", "version=rel-n.1", brought("dup-path.tar.gz")).statusCode(201);
    }

    @Test
    void sweepsWhatNoBuildRefersToAndNothingElse() throws Exception {
        channel("rel-p");
        byte[] kept = Archives.good("rel-p kept");
        byte[] other = Archives.good("rel-p other");
        byte[] young = Archives.good("rel-p young");
        upload("rel-p", "version=rel-p.1", kept).statusCode(201);
        upload("rel-p", "version=rel-p.1", other).statusCode(409);
        upload("rel-p", "version=rel-p.1", young).statusCode(409);
        for (var bytes : List.of(kept, other)) {
            Files.setLastModifiedTime(
                    artifacts.path(Archives.sha256(bytes)),
                    java.nio.file.attribute.FileTime.fromMillis(System.currentTimeMillis() - 25 * 3_600_000L));
        }

        sweeper.sweep().await().atMost(PATIENCE);

        assertThat(artifacts.path(Archives.sha256(other))).doesNotExist();
        assertThat(artifacts.path(Archives.sha256(kept))).exists();
        assertThat(artifacts.path(Archives.sha256(young)))
                .as("its publication may be under way")
                .exists();
    }

    @Test
    void aSweepWaitsForAPublicationOfTheSameArtifact() throws Exception {
        byte[] bytes = Archives.good("rel-q");
        var sha256 = Archives.sha256(bytes);
        Files.createDirectories(
                java.util.Objects.requireNonNull(artifacts.path(sha256).getParent()));
        Files.write(artifacts.path(sha256), bytes);
        Files.setLastModifiedTime(
                artifacts.path(sha256),
                java.nio.file.attribute.FileTime.fromMillis(System.currentTimeMillis() - 25 * 3_600_000L));
        var done = new java.util.concurrent.CompletableFuture<Integer>();

        pool.withTransaction(connection -> {
                    var tx = Tx.of(connection);
                    return ArtifactSweeper.lock(tx, sha256)
                            .invoke(() -> sweeper.sweep().subscribe().with(done::complete, done::completeExceptionally))
                            .chain(() ->
                                    waiting().repeat().until(is -> is).collect().last())
                            .chain(() -> tx.update(
                                    "insert into build (version, sha256, size, notes) values ('rel-q.1', $1::text, 1, '')",
                                    sha256));
                })
                .await()
                .atMost(PATIENCE);

        done.get(10, java.util.concurrent.TimeUnit.SECONDS);
        assertThat(artifacts.path(sha256)).exists();
    }

    private io.smallrye.mutiny.Uni<Boolean> waiting() {
        return Tx.of(pool)
                .rows("select exists (select 1 from pg_locks where locktype = 'advisory' and not granted)::text")
                .map(rows -> "true".equals(rows.getFirst()[0]));
    }

    @Test
    void saysThatAnUploadWasEmpty() {
        channel("rel-o");

        upload("rel-o", "version=rel-o.1", new byte[0]).statusCode(422).body("detail", containsString("no bytes"));
    }

    private static byte[] brought(String name) throws Exception {
        try (var in = java.util.Objects.requireNonNull(ReleaseIT.class.getResourceAsStream("/cases/" + name))) {
            return in.readAllBytes();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"version=", "version=.1", "version=a/b", "version=a%20b", "notes=x", "version=1&sha256=xyz"})
    void namesTheParameterAtFault(String query) {
        channelOnce("rel-i");

        upload("rel-i", query, Archives.good("rel-i"))
                .statusCode(400)
                .body("errors.field", hasItem(query.contains("sha256") ? "sha256" : "version"));
    }

    private static void channelOnce(String name) {
        Admin.request().body("{\"name\":\"" + name + "\"}").post("/api/v1/channels");
    }

    @Test
    void channelsHaveLabelsForNamesAndEachOnce() {
        channel("rel-j");

        Admin.request()
                .body("{\"name\":\"rel-j\"}")
                .post("/api/v1/channels")
                .then()
                .statusCode(409)
                .body("type", equalTo("/problems/channel-taken"));
        Admin.request()
                .body("{\"name\":\"Rel J\"}")
                .post("/api/v1/channels")
                .then()
                .statusCode(400)
                .body("errors.field", hasItem("name"));
        Admin.request().body("{}").post("/api/v1/channels").then().statusCode(400);
        Admin.request().get("/api/v1/channels/rel-none/builds").then().statusCode(404);
    }

    @Test
    void onlyAdministratorsOfEverythingMayPublish() {
        var grant = new Grant(Role.ADMIN, "rel-org");

        Admin.requestAs("rel-orgadmin", grant)
                .body("{\"name\":\"rel-no\"}")
                .post("/api/v1/channels")
                .then()
                .statusCode(403);
        Admin.requestAs("rel-orgadmin", grant)
                .contentType("application/gzip")
                .body(Archives.good("no"))
                .post("/api/v1/channels/rel-a/builds?version=1")
                .then()
                .statusCode(403);
        Admin.requestAs("rel-orgadmin", grant).get("/api/v1/channels").then().statusCode(200);
    }

    @Test
    void otherRoomsFindTheBuildAndItsWholeFile() throws Exception {
        channel("rel-k");
        byte[] artifact = Archives.good("rel-k1");
        upload("rel-k", "version=rel-k.1", artifact).statusCode(201);
        var tx = Tx.of(pool);

        var build = releases.build(tx, "rel-k.1").await().atMost(PATIENCE);

        assertThat(build).isEqualTo(new Releases.Build("rel-k.1", Archives.sha256(artifact), artifact.length));
        var file = releases.artifact(build).await().atMost(PATIENCE);
        assertThat(file).hasBinaryContent(artifact);
        assertThat(releases.currentBuild(tx, "rel-k").await().atMost(PATIENCE)).isEqualTo("rel-k.1");
        assertThat(releases.build(tx, "rel-none").await().atMost(PATIENCE)).isNull();
        assertThatThrownBy(() -> releases.currentBuild(tx, "rel-none").await().atMost(PATIENCE))
                .isInstanceOf(ProblemException.class)
                .hasMessageStartingWith("channel:");
        Files.delete(file);
        assertThatThrownBy(() -> releases.artifact(build).await().atMost(PATIENCE))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        lost -> assertThat(lost.failure().code()).isEqualTo(Releases.ARTIFACT_GONE));
        upload("rel-k", "version=rel-k.1", artifact).statusCode(200);
        assertThat(file).as("published again, it is whole again").hasBinaryContent(artifact);
    }

    @Test
    void theFirstStartPublishesFromFilesOnce() throws Exception {
        Path demo = Files.write(folder.resolve("demo.tar.gz"), Archives.good("rel-l1"));

        for (boolean isNew : new boolean[] {true, false}) {
            assertThat(releases.addChannel("rel-l").await().atMost(PATIENCE)).isEqualTo(isNew);
            assertThat(releases.publishFile("rel-l", "rel-l.1", "a demo", demo)
                            .await()
                            .atMost(PATIENCE))
                    .isEqualTo(isNew);
            assertThat(releases.publishFile("rel-l", "rel-l.2", "a demo", demo)
                            .await()
                            .atMost(PATIENCE))
                    .isEqualTo(isNew);
            releases.moveCurrent("rel-l", "rel-l.2").await().atMost(PATIENCE);
        }

        current("rel-l").body("items[0].current", equalTo("rel-l.2"));
    }

    private long count(String sql) {
        return pool.query(sql)
                .execute()
                .await()
                .atMost(PATIENCE)
                .iterator()
                .next()
                .getLong(0);
    }
}
