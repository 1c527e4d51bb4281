package hero.deployer.health;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import hero.deployer.base.Tx;
import hero.deployer.instance.AgentTokens;
import hero.deployer.instance.InstanceRow;
import hero.deployer.instance.Instances;
import hero.deployer.testing.Admin;
import hero.deployer.testing.PostgresResource;
import hero.deployer.testing.StubAgent;

import static org.assertj.core.api.Assertions.assertThat;

/** Members are asked how they are, and only changes are written. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
class HealthIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject
    Pool pool;

    @Inject
    Instances instances;

    @Inject
    AgentTokens tokens;

    @Inject
    HealthService service;

    @Inject
    io.vertx.core.Vertx vertx;

    @Test
    void aCheckProbesAllAtOnceAndTellsWhatChangedAndWhy() {
        organization("hl-check", 4);
        var agents = agents("hl-check", 3);
        agents.get(0).status("healthy");
        agents.get(1).status("degraded");
        agents.get(2).behave(StubAgent.Behaviour.HANGS);

        var both = List.of(
                CompletableFuture.supplyAsync(() -> check("hl-check")),
                CompletableFuture.supplyAsync(() -> check("hl-check")));

        for (var one : both) {
            var tally = one.join();
            assertThat(List.of(
                            tally.getInt("total"),
                            tally.getInt("healthy"),
                            tally.getInt("degraded"),
                            tally.getInt("unreachable"),
                            tally.getInt("unknown")))
                    .containsExactly(4, 1, 1, 1, 1);
            assertThat(tally.getInt("tookMillis")).isPositive();
        }
        var summary = Admin.request().get("/api/v1/organizations/hl-check").jsonPath();
        assertThat(summary.getInt("instances.unreachable")).isEqualTo(1);
        var lost = history("hl-check-3");
        assertThat(lost.getList("from")).containsExactly("unknown");
        assertThat(lost.getList("to")).containsExactly("unreachable");
        assertThat(lost.getString("[0].reason")).contains("did not answer within");
        assertThat(lost.getString("[0].id")).isEqualTo("hl-check-3");
        assertThat(history("hl-check-2").getString("[0].reason")).contains("degraded");
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(told("hl-check"))
                        .isNotEmpty()
                        .last()
                        .asString()
                        .contains("\"checked\":4", "\"done\":true"));
    }

    @Test
    void aSecondCheckThatFindsNothingNewWritesNothing() {
        organization("hl-same", 2);
        agents("hl-same", 2).forEach(agent -> agent.status("healthy"));
        check("hl-same");

        check("hl-same");

        assertThat(history("hl-same-1").getList("")).hasSize(1);
        assertThat(Admin.request().get("/api/v1/instances/hl-same-1").jsonPath().getString("lastSeen"))
                .isNotNull();
    }

    @Test
    void oneThatIsBeingInstalledOrWaitsForItIsProbedToo() {
        organization("hl-busy", 3);
        var agents = agents("hl-busy", 3);
        agents.get(0).behave(StubAgent.Behaviour.HANGS);
        agents.get(1).behave(StubAgent.Behaviour.HANGS);
        agents.get(2).status("healthy");
        run("update instance set state = 'installing', health = 'healthy' where id = 'hl-busy-1'");
        run("update instance set state = 'provisioned' where id = 'hl-busy-2'");
        run("update instance set state = 'installing', health = 'healthy' where id = 'hl-busy-3'");

        var tally = check("hl-busy");

        assertThat(tally.getInt("unreachable")).isEqualTo(2);
        assertThat(tally.getInt("healthy")).isEqualTo(1);
        assertThat(agents.get(2).probes()).isPositive();
        assertThat(history("hl-busy-1").getList("to")).contains("unreachable");
    }

    @Test
    void whatACheckLosesCountsAgainstNobodyInTheRegularProbes() {
        organization("hl-apart", 1);
        var agent = agents("hl-apart", 1).getFirst();
        agent.status("healthy");
        check("hl-apart");
        agent.behave(StubAgent.Behaviour.HANGS);
        check("hl-apart");
        assertThat(healthOf("hl-apart-1")).isEqualTo("unreachable");
        assertThat(service.isMissed("hl-apart-1")).isFalse();
        agent.behave(StubAgent.Behaviour.WORKS);
        check("hl-apart");
        assertThat(healthOf("hl-apart-1")).isEqualTo("healthy");
        agent.behave(StubAgent.Behaviour.DEAD);

        look("hl-apart-1");

        assertThat(healthOf("hl-apart-1")).isEqualTo("healthy");
        look("hl-apart-1");
        assertThat(healthOf("hl-apart-1")).isEqualTo("degraded");
    }

    /** One regular probe. */
    private void look(String instance) {
        var row = instances.get(Tx.of(pool), instance).await().atMost(PATIENCE);
        var done = new CompletableFuture<Void>();
        vertx.getOrCreateContext().runOnContext(go -> service.look(row, (health, build) -> done.complete(null)));
        done.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    private static String healthOf(String instance) {
        return Admin.request().get("/api/v1/instances/" + instance).jsonPath().getString("health");
    }

    /** What a probe found of them cannot be written: a check must not wait until it can. */
    @Test
    void aCheckEndsThoughMembersAreRemovedOrTakenInHandMeanwhile() {
        organization("hl-moves", 3);
        var agents = agents("hl-moves", 3);
        agents.get(0).status("healthy");
        agents.get(1).behave(StubAgent.Behaviour.HANGS);
        agents.get(2).behave(StubAgent.Behaviour.HANGS);
        var asked = CompletableFuture.supplyAsync(() -> check("hl-moves"));
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> Admin.request()
                        .get("/api/v1/instances/hl-moves-1")
                        .jsonPath()
                        .getString("health")
                        .equals("healthy"));

        run("delete from instance where id = 'hl-moves-2'");
        run("update instance set state = 'provisioning', health = 'degraded' where id = 'hl-moves-3'");

        var tally = asked.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        assertThat(tally.getInt("total")).isEqualTo(2);
        assertThat(tally.getInt("healthy")).isEqualTo(1);
        assertThat(tally.getInt("degraded")).isEqualTo(1);
    }

    /** The classic trap: a transaction that began before the mark and commits after it. */
    @Test
    void nothingThatChangesSlipsPastTheMark() {
        organization("hl-mark", 2);
        var early = pool.getConnection().await().atMost(PATIENCE);
        var begun = early.begin().await().atMost(PATIENCE);
        early.query("update instance set health = 'degraded' where id = 'hl-mark-1'")
                .execute()
                .await()
                .atMost(PATIENCE);
        var mark =
                instances.expectedToAnswer(Tx.of(pool)).await().atMost(PATIENCE).mark();
        run("update instance set health = 'degraded' where id = 'hl-mark-2'");

        var before = changed(mark);
        var between = changes(mark).mark();
        begun.commit().await().atMost(PATIENCE);
        early.close().await().atMost(PATIENCE);

        assertThat(before).contains("hl-mark-2").doesNotContain("hl-mark-1");
        assertThat(changed(mark)).contains("hl-mark-1", "hl-mark-2");
        assertThat(changed(between)).contains("hl-mark-1");
        var later = changes(mark).mark();
        assertThat(changed(later)).doesNotContain("hl-mark-1", "hl-mark-2");
    }

    private Instances.Snapshot changes(String mark) {
        return instances.changedSince(Tx.of(pool), mark).await().atMost(PATIENCE);
    }

    private List<String> changed(String mark) {
        return changes(mark).rows().stream()
                .map(InstanceRow::id)
                .filter(id -> id.startsWith("hl-mark"))
                .toList();
    }

    private static JsonPath check(String organization) {
        return Admin.request()
                .post("/api/v1/organizations/" + organization + "/health-checks")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    /** The data of its transitions, newest first, once they are published. */
    private static JsonPath history(String instance) {
        var path = "/api/v1/instances/" + instance + "/events?type=instance.health";
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() ->
                        !Admin.request().get(path).jsonPath().getList("items").isEmpty());
        var answer = Admin.request().get(path).jsonPath();
        assertThat(answer.getList("items.type")).containsOnly("instance.health");
        return answer.setRootPath("items.data");
    }

    private List<String> told(String organization) {
        var rows = pool.preparedQuery("select data from event where type = 'health.check' and subject = $1 order by id")
                .execute(Tuple.of(organization))
                .await()
                .atMost(PATIENCE);
        return java.util.stream.StreamSupport.stream(rows.spliterator(), false)
                .map(row -> row.getString(0))
                .toList();
    }

    /** Agents for the first {@code count} instances, which are ready from then on. */
    private List<StubAgent> agents(String organization, int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> {
                    var id = organization + "-" + number;
                    var agent = StubAgent.start(id, tokens.tokenSha256(id, 1))
                            .toCompletionStage()
                            .toCompletableFuture()
                            .join();
                    pool.preparedQuery(
                                    "update instance set state = 'ready', node = 'fake.fake-1', agent_address = $2 where id = $1")
                            .execute(Tuple.of(id, agent.agentAddress()))
                            .await()
                            .atMost(PATIENCE);
                    return agent;
                })
                .toList();
    }

    private void organization(String slug, int members) {
        run("insert into channel (name) values ('hl') on conflict do nothing");
        run("insert into setup (name) values ('hl') on conflict do nothing");
        run("insert into setup_version (setup, version, provider, slots, cpu, memory_mib, disk_gib)"
                + " values ('hl', 1, 'fake', 1, 1, 1024, 1) on conflict do nothing");
        run("insert into organization (slug, name, setup, setup_version, channel) values ('" + slug
                + "', 'H', 'hl', 1, 'hl')");
        run("insert into person (username, name, email, password_kind, password_hash) select 'hl-p' || i, 'P',"
                + " 'p@example.org', 'chosen', 'none' from generate_series(1, 9) i on conflict do nothing");
        run("insert into instance (id, organization, number, setup, setup_version, role, person) select '" + slug
                + "-' || i, '" + slug + "', i, 'hl', 1, 'member', 'hl-p' || i from generate_series(1, " + members
                + ") i");
        run("insert into node (id, provider, name, slots, online, last_seen)"
                + " values ('fake.fake-1', 'fake', 'fake-1', 100, true, clock_timestamp())"
                + " on conflict do nothing");
    }

    private void run(String sql) {
        pool.query(sql).execute().await().atMost(PATIENCE);
    }
}
