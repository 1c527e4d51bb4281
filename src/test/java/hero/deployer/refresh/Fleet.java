package hero.deployer.refresh;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;

import jakarta.enterprise.context.ApplicationScoped;

import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.awaitility.Awaitility;

import hero.deployer.node.Nodes;
import hero.deployer.testing.Admin;
import hero.deployer.testing.FakeProvider;
import hero.deployer.testing.StubAgent;

import static org.assertj.core.api.Assertions.assertThat;

/** Organizations of stub agents, ready on {@link #OLD}, for the tests of this room. */
@ApplicationScoped
class Fleet {
    static final String OLD = "0.33.0";
    static final String NEW = "0.33.1";
    private static final String CHANNEL = "refresh-stable";
    private static final String SETUP = "refresh-setup";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final Pool pool;
    private final Nodes nodes;
    private final FakeProvider fake;
    private boolean laid;

    Fleet(Pool pool, Nodes nodes, FakeProvider fake) {
        this.pool = pool;
        this.nodes = nodes;
        this.fake = fake;
    }

    /** A new organization with its admin instance and so many members, all ready on {@link #OLD}. */
    String organization(int members) {
        lay();
        var slug = "ref-" + COUNT.incrementAndGet();
        var runs = new ArrayList<String>();
        runs.add(found(slug));
        for (int i = 1; i <= members; i++) {
            runs.add(join(slug, slug + "-p" + i));
        }
        runs.forEach(Fleet::untilReady);
        return slug;
    }

    /** A new organization whose admin instance and members alike fail to install {@link #OLD}; its onboardings, the admin's first. */
    List<String> stuck(String slug, int members) {
        lay();
        fake.behave(slug, StubAgent.Behaviour.NEVER_HEALTHY);
        var runs = new ArrayList<>(List.of(found(slug)));
        for (int i = 1; i <= members; i++) {
            runs.add(join(slug, slug + "-p" + i));
        }
        runs.forEach(run -> untilOnboarding(run, "failed"));
        return runs;
    }

    /** How the agents of an organization behave from now on. */
    void behave(String slug, StubAgent.Behaviour behaviour) {
        fake.behave(slug, behaviour);
    }

    private static String found(String slug) {
        return Admin.request()
                .body(Map.of(
                        "slug",
                        slug,
                        "name",
                        slug,
                        "setup",
                        SETUP,
                        "channel",
                        CHANNEL,
                        "admin",
                        person(slug + "-admin")))
                .post("/api/v1/organizations")
                .then()
                .statusCode(201)
                .extract()
                .path("onboarding.id");
    }

    /** Begins to onboard one more; its run. */
    static String join(String slug, String username) {
        return Admin.request()
                .body(person(username))
                .post("/api/v1/organizations/" + slug + "/onboardings")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    static void untilReady(String onboarding) {
        untilOnboarding(onboarding, "succeeded");
    }

    static void untilOnboarding(String onboarding, String state) {
        Awaitility.await("onboarding " + onboarding)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> Admin.request()
                        .get("/api/v1/onboardings/" + onboarding)
                        .path("state")
                        .equals(state));
    }

    private static Map<String, Object> person(String username) {
        return Map.of("username", username, "name", username, "email", username + "@example.org");
    }

    private synchronized void lay() {
        if (laid) {
            return;
        }
        nodes.refresh().await().atMost(PATIENCE);
        Admin.request()
                .body(Map.of("name", CHANNEL))
                .post("/api/v1/channels")
                .then()
                .statusCode(201);
        publish(OLD);
        publish(NEW);
        Admin.request()
                .body(Map.of(
                        "name",
                        SETUP,
                        "provider",
                        FakeProvider.NAME,
                        "slots",
                        1,
                        "cpu",
                        1,
                        "memoryMiB",
                        1024,
                        "diskGiB",
                        5,
                        "environment",
                        Map.of("COLOUR", "blue")))
                .post("/api/v1/setups")
                .then()
                .statusCode(201);
        laid = true;
    }

    private static void publish(String version) {
        Admin.request()
                .contentType("application/gzip")
                .body(artifact(version))
                .post("/api/v1/channels/" + CHANNEL + "/builds?version=" + version)
                .then()
                .statusCode(201);
    }

    private static byte[] artifact(String version) {
        var bytes = new ByteArrayOutputStream();
        var run = ("#!/bin/sh\n# " + version + "\n").getBytes(StandardCharsets.UTF_8);
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

    /** The instance of the n-th member, or of the admin for 0. */
    String instance(String slug, int member) {
        return pool.preparedQuery("select id from instance where organization = $1 order by number offset $2 limit 1")
                .execute(Tuple.of(slug, member))
                .map(rows -> rows.iterator().next().getString(0))
                .await()
                .atMost(PATIENCE);
    }

    /** Waits until that member's agent has taken so many installs. */
    void untilTold(String slug, int member, int installs) {
        var agent = agent(slug, member);
        Awaitility.await("install " + installs + " of member " + member)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> agent.installs() == installs);
    }

    /** The channel's current build from now on. */
    void current(String version) {
        Admin.request()
                .body(Map.of("version", version))
                .put("/api/v1/channels/" + CHANNEL + "/current")
                .then()
                .statusCode(200);
    }

    StubAgent agent(String slug, int member) {
        return fake.agent(instance(slug, member));
    }

    /** A strategy without canary and bake, unless {@code more} says so. */
    static Map<String, Object> strategy(Object... more) {
        var strategy = new HashMap<String, Object>(
                Map.of("canary", 0, "maxParallel", "100%", "bakeSeconds", 0, "memberDeadlineSeconds", 20));
        for (int i = 0; i < more.length; i += 2) {
            strategy.put(String.valueOf(more[i]), more[i + 1]);
        }
        return strategy;
    }

    static Response post(String slug, Map<String, Object> strategy) {
        return Admin.request()
                .body(Map.of("build", NEW, "strategy", strategy))
                .post("/api/v1/organizations/" + slug + "/refreshes");
    }

    static String start(String slug, Map<String, Object> strategy) {
        return post(slug, strategy).then().statusCode(201).extract().path("id");
    }

    static JsonPath get(String refresh) {
        return Admin.request()
                .get("/api/v1/refreshes/" + refresh)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    static Response verb(String refresh, String verb) {
        return Admin.request().post("/api/v1/refreshes/" + refresh + "/" + verb);
    }

    /** Waits until the run is in that state and nothing of it is under way; answers it. */
    static JsonPath until(String refresh, String state) {
        Awaitility.await("refresh to be " + state)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(40))
                .untilAsserted(() -> {
                    var run = get(refresh);
                    assertThat(run.getString("state"))
                            .as(() -> run.prettify() + members(refresh))
                            .isEqualTo(state);
                    assertThat(run.getInt("counts.updating") + run.getInt("counts.verifying"))
                            .isZero();
                });
        return get(refresh);
    }

    static void untilMember(String refresh, String instance, String state) {
        Awaitility.await(instance + " to be " + state)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(states(refresh)).containsEntry(instance, state));
    }

    static List<Map<String, Object>> members(String refresh) {
        return Admin.request()
                .get("/api/v1/refreshes/" + refresh + "/members?limit=2000")
                .then()
                .statusCode(200)
                .extract()
                .path("items");
    }

    /** State by instance. */
    static Map<String, String> states(String refresh) {
        var states = new HashMap<String, String>();
        members(refresh)
                .forEach(member ->
                        states.put(String.valueOf(member.get("instance")), String.valueOf(member.get("state"))));
        return states;
    }

    static Map<String, Object> member(String refresh, String instance) {
        return members(refresh).stream()
                .filter(member -> instance.equals(member.get("instance")))
                .findFirst()
                .orElseThrow();
    }

    static String build(String slug) {
        return Admin.request().get("/api/v1/organizations/" + slug).path("build");
    }

    /** As if another replica had claimed the run's task and died at once. */
    void takeLeaseAway(String refresh) {
        takeLeaseAway(refresh, 0);
    }

    /** The same, after so many turns in a row that ended in an unexpected error. */
    void takeLeaseAway(String refresh, int errors) {
        pool.preparedQuery("update task set fence = nextval('task_fence'), lease_owner = null, lease_until = null,"
                        + " errors = $2, due_at = clock_timestamp() where kind = 'refresh' and key = $1")
                .execute(Tuple.of(refresh, errors))
                .await()
                .atMost(PATIENCE);
    }

    /** How many came through, as the run's last event tells it; -1 while there is none. */
    long succeededAsTold(String refresh) {
        return count(
                "select coalesce((select cast(cast(data as jsonb) #>> '{counts,succeeded}' as bigint) from event"
                        + " where type = 'refresh.state' and subject = $1 order by id desc limit 1), -1)",
                refresh);
    }

    /** Holds a member's row, as a removal of many at once does until all are taken away, while {@code meanwhile} runs. */
    void holding(String refresh, String instance, Runnable meanwhile) {
        var connection = pool.getConnection().await().atMost(PATIENCE);
        var begun = connection.begin().await().atMost(PATIENCE);
        try {
            for (var sql : List.of(
                    "select 1 from instance where id = $2 and $1 <> '' for update",
                    "select 1 from refresh_member where refresh = $1 and instance = $2 for update")) {
                connection
                        .preparedQuery(sql)
                        .execute(Tuple.of(refresh, instance))
                        .await()
                        .atMost(PATIENCE);
            }
            meanwhile.run();
        } finally {
            begun.rollback().await().atMost(PATIENCE);
            connection.close().await().atMost(PATIENCE);
        }
    }

    long count(String sql, Object... parameters) {
        return pool.preparedQuery(sql)
                .execute(Tuple.from(parameters))
                .map(rows -> rows.iterator().next().getLong(0))
                .await()
                .atMost(PATIENCE);
    }
}
