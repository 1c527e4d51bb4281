package hero.deployer.onboarding;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;

import jakarta.enterprise.context.ApplicationScoped;

import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.Tx;
import hero.deployer.node.Nodes;
import hero.deployer.organization.Organizations;
import hero.deployer.testing.Admin;
import hero.deployer.testing.FakeProvider;

import static org.assertj.core.api.Assertions.assertThat;

/** What the tests of this room stand on: a channel with a build, setups on the provider {@code fake}, organizations on them. */
@ApplicationScoped
class Field {
    static final String BUILD = "0.31.0";
    private static final String CHANNEL = "onb-stable";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final Pool pool;
    private final Organizations organizations;
    private final Nodes nodes;
    private final FakeProvider fake;
    private boolean laid;

    Field(Pool pool, Organizations organizations, Nodes nodes, FakeProvider fake) {
        this.pool = pool;
        this.organizations = organizations;
        this.nodes = nodes;
        this.fake = fake;
    }

    /** A new organization without instances, on a setup without a node of its own. */
    String organization() {
        return organization(null, 1);
    }

    /** A new organization whose members go to a node of their own with so many slots; each takes one. */
    String organizationOnNode(int slots, boolean online) {
        var node = "onb-node-" + COUNT.incrementAndGet();
        fake.node(node, slots, true);
        look();
        if (!online) {
            // seen once, and now it says that it is away
            fake.node(node, slots, false);
            look();
        }
        return organization(node, 1);
    }

    void look() {
        nodes.refresh().await().atMost(PATIENCE);
    }

    private String organization(@Nullable String node, int slots) {
        lay();
        int count = COUNT.incrementAndGet();
        var setup = new HashMap<String, Object>(Map.of(
                "name",
                "onb-setup-" + count,
                "provider",
                FakeProvider.NAME,
                "slots",
                slots,
                "cpu",
                1,
                "memoryMiB",
                1024,
                "diskGiB",
                5,
                "environment",
                Map.of("COLOUR", "green")));
        if (node != null) {
            setup.put("node", node);
        }
        Admin.request().body(setup).post("/api/v1/setups").then().statusCode(201);
        var slug = "onb-" + count;
        pool.withTransaction(connection -> organizations.create(
                        Tx.of(connection), "test", slug, "Org " + count, "onb-setup-" + count, CHANNEL))
                .await()
                .atMost(PATIENCE);
        return slug;
    }

    private synchronized void lay() {
        if (laid) {
            return;
        }
        look();
        Admin.request()
                .body(Map.of("name", CHANNEL))
                .post("/api/v1/channels")
                .then()
                .statusCode(201);
        Admin.request()
                .contentType("application/gzip")
                .body(artifact())
                .post("/api/v1/channels/" + CHANNEL + "/builds?version=" + BUILD)
                .then()
                .statusCode(201);
        laid = true;
    }

    private static byte[] artifact() {
        var bytes = new ByteArrayOutputStream();
        var run = "#!/bin/sh\n".getBytes(StandardCharsets.UTF_8);
        try (var tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
            var entry = new TarArchiveEntry("run");
            entry.setSize(run.length);
            entry.setMode(0755);
            tar.putArchiveEntry(entry);
            tar.write(run);
            tar.closeArchiveEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static Map<String, Object> person(String username) {
        return Map.of("username", username, "name", "Name of " + username, "email", username + "@example.org");
    }

    /** Starts an onboarding of a new person. */
    static JsonPath start(String organization, String username) {
        return post(organization, person(username))
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
    }

    static Response post(String organization, Map<String, Object> body) {
        return Admin.request().body(body).post("/api/v1/organizations/" + organization + "/onboardings");
    }

    static JsonPath get(String onboarding) {
        return Admin.request()
                .get("/api/v1/onboardings/" + onboarding)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    static Response verb(String onboarding, String verb) {
        return Admin.request().post("/api/v1/onboardings/" + onboarding + "/" + verb);
    }

    /** Waits until the run is in that state and answers it. */
    static JsonPath until(String onboarding, String state) {
        Awaitility.await("onboarding to be " + state)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> assertThat(get(onboarding).getString("state"))
                        .as(() -> get(onboarding).prettify())
                        .isEqualTo(state));
        return get(onboarding);
    }

    /** Waits until the given stage runs and waits for something that contains {@code words}. */
    static void untilWaiting(String onboarding, String stage, String words) {
        Awaitility.await(stage + " to wait for " + words)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    var run = get(onboarding);
                    return run.getString("stage").equals(stage)
                            && String.valueOf(run.getString("waitingFor")).contains(words);
                });
    }

    static String stageState(JsonPath onboarding, String stage) {
        return onboarding.getString("stages.find { it.name == '" + stage + "' }.state");
    }

    /** Rows of a query on the database itself. */
    <T> List<T> rows(String sql, Function<Row, T> read, Object... parameters) {
        return pool.preparedQuery(sql)
                .execute(Tuple.from(parameters))
                .map(rows -> OnboardingRow.stream(rows).map(read).toList())
                .await()
                .atMost(PATIENCE);
    }

    long count(String sql, Object... parameters) {
        return rows(sql, row -> row.getLong(0), parameters).getFirst();
    }
}
