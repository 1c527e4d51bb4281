package hero.deployer.removal;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import hero.deployer.base.FailureKind;
import hero.deployer.identity.Grant;
import hero.deployer.identity.Role;
import hero.deployer.node.Nodes;
import hero.deployer.task.TaskLease;
import hero.deployer.testing.Admin;
import hero.deployer.testing.FakeProvider;
import hero.deployer.testing.Fault;
import hero.deployer.testing.PostgresResource;
import hero.deployer.testing.StubAgent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

@QuarkusTest
@WithTestResource(PostgresResource.class)
class RemovalIT {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @Inject
    FakeProvider provider;

    @Inject
    Pool pool;

    @Inject
    Nodes nodes;

    @Inject
    InstanceRemovalTask one;

    @Inject
    OrganizationRemovalTask all;

    @BeforeEach
    void aNodeAndASetup() {
        nodes.refresh().await().atMost(PATIENCE);
        run(
                "insert into build (version, sha256, size) values ('9.9.9-removal', repeat('a', 64), 1) on conflict do nothing");
    }

    @Test
    void takesAMachineAwayThatTheProviderWouldNotGiveUpAtFirst() {
        var id = member("rm-away", "rma-zoe");
        provider.onDestroy("rm-away", new Fault.AnswerLost(false), new Fault.AnswerLost(true));

        var removal = delete("/api/v1/instances/" + id);

        awaitState(removal, "succeeded");
        Admin.request()
                .get("/api/v1/organizations/rm-away")
                .then()
                .statusCode(200)
                .body("instances.total", equalTo(1));
        assertThat(Admin.request()
                        .get("/api/v1/audit?organization=rm-away&subject=" + id)
                        .jsonPath()
                        .getList("items.action"))
                .contains("instance.remove");
        assertThat(provider.machinesOf("rm-away")).doesNotContain(id);
        Admin.request().get("/api/v1/instances/" + id).then().statusCode(404);
        assertThat(count("select count(*) from person where username = $1", "rma-zoe"))
                .isZero();
        Admin.request().delete("/api/v1/instances/" + id).then().statusCode(404);
    }

    @Test
    void anUnexpectedErrorThatKeepsComingBackStopsItForAPerson() {
        var id = member("rm-bug", "rmb-zoe");
        var columns =
                "insert into removal (id, kind, organization, instance, person, actor, state, gives_up_at) values ";
        var rest = ", 'test', 'running', clock_timestamp() + interval '1 hour')";
        run(columns + "('rem_bug', 'instance', 'rm-bug', '" + id + "', 'rmb-zoe'" + rest);
        run(columns + "('rem_bugs', 'organization', 'rm-bug', null, null" + rest);

        one.run(failedBefore("rem_bug", 6)).await().atMost(PATIENCE);
        all.run(failedBefore("rem_bugs", 6)).await().atMost(PATIENCE);

        for (var removal : List.of("rem_bug", "rem_bugs")) {
            Admin.request()
                    .get("/api/v1/removals/" + removal)
                    .then()
                    .body("state", equalTo("failed"))
                    .body("problem.kind", equalTo("bug"));
        }
        assertThat(provider.machinesOf("rm-bug")).contains(id);
        assertThat(delete("/api/v1/instances/" + id)).isEqualTo("rem_bug");
        awaitState("rem_bug", "succeeded");
    }

    private TaskLease failedBefore(String key, int errors) {
        return new TaskLease() {
            @Override
            public String key() {
                return key;
            }

            @Override
            public long fence() {
                return 1;
            }

            @Override
            public int errors() {
                return errors;
            }

            @Override
            public <T> Uni<T> commit(Function<SqlConnection, Uni<T>> work) {
                return pool.withTransaction(work);
            }
        };
    }

    /** Who has a role in an organization has none in an earlier one of the same slug. */
    @Test
    void aLaterOrganizationOfTheSameSlugTellsNothingOfTheFirst() {
        member("rm-heir", "rmh-old");
        run("insert into mail (id, key, scope, message_id, recipient, subject, body_text, state) values"
                + " ('mail_rm-heir', 'rm-heir', 'rm-heir', 'rm-heir', 'old@example.org', 'Old', 'Old', 'sent')");
        awaitState(delete("/api/v1/organizations/rm-heir"), "succeeded");

        organization("rm-heir");

        assertThat(audited(Admin.requestAs("rm-heir-viewer", new Grant(Role.VIEWER, "rm-heir"))))
                .containsOnlyOnce("organization.create")
                .doesNotContain("instance.remove", "organization.delete");
        assertThat(audited(Admin.request())).contains("instance.remove", "organization.delete");
        Admin.requestAs("rm-heir-viewer")
                .get("/api/v1/outbox?organization=rm-heir")
                .then()
                .statusCode(200)
                .body("items", equalTo(List.of()));
    }

    private static List<String> audited(RequestSpecification by) {
        return by.get("/api/v1/audit?organization=rm-heir&limit=500")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("items.action");
    }

    /** Hundreds that are tried for a weekend must not crowd everything else out of the log. */
    @Test
    void anotherAttemptThatSaysNothingNewIsNoNews() {
        var id = member("rm-patient", "rmp-zoe");
        var lost = new Fault.AnswerLost(false);
        provider.onDestroy("rm-patient", lost, lost, lost, lost);

        var removal = delete("/api/v1/instances/" + id);

        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> Admin.request()
                                .get("/api/v1/removals/" + removal)
                                .jsonPath()
                                .getInt("attempts")
                        >= 3);
        awaitState(removal, "succeeded");
        assertThat(count(
                        "select (select count(*) from event where subject = $1 and type = 'removal.state')"
                                + " + (select count(*) from event_pending where subject = $1 and type = 'removal.state')",
                        removal))
                .isEqualTo(3);
    }

    @Test
    void stopsWithTheReasonAndGoesOnWhenAskedAgain() {
        var id = member("rm-stops", "rms-zoe");
        provider.onDestroy("rm-stops", new Fault.Refused(FailureKind.REFUSED, "it is locked"));

        var removal = delete("/api/v1/instances/" + id);
        awaitState(removal, "failed");
        Admin.request().get("/api/v1/removals/" + removal).then().body("problem.message", equalTo("it is locked"));

        assertThat(delete("/api/v1/instances/" + id)).isEqualTo(removal);
        awaitState(removal, "succeeded");
    }

    @Test
    void keepsTheAdminInstanceAsLongAsTheOrganization() {
        organization("rm-admin");
        var admin = instanceOf("rm-admin", "rm-admin-boss");

        Admin.request()
                .delete("/api/v1/instances/" + admin)
                .then()
                .statusCode(409)
                .body("type", equalTo("/problems/admin-instance"));
    }

    @Test
    void aRehearsedRemovalTouchesNothing() {
        var id = member("rm-rehearsed", "rma-ida");

        Admin.request()
                .delete("/api/v1/instances/" + id + "?dryRun=true")
                .then()
                .statusCode(200)
                .body("dryRun", equalTo(true))
                .body("items[0].instance", equalTo(id))
                .body("items[0].will.machine", equalTo("destroyed"));

        for (var unclear : List.of("dryRun=1", "dryRun=yes", "dryRun", "dryRun=false&dryRun=true")) {
            Admin.request()
                    .delete("/api/v1/instances/" + id + "?" + unclear)
                    .then()
                    .statusCode(400)
                    .body("errors.field", equalTo(List.of("dryRun")));
        }
        Admin.request().get("/api/v1/instances/" + id).then().body("state", equalTo("provisioned"));
        assertThat(provider.machinesOf("rm-rehearsed")).contains(id);
    }

    @Test
    void takesAWholeOrganizationAwayWithWhatIsStillUnderWay() {
        organization("rm-whole");
        provider.onCreate("rm-whole", new Fault.Slow(Duration.ofSeconds(2)));
        member("rm-whole", "rmw-zoe", false);

        var removal = delete("/api/v1/organizations/rm-whole");

        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> Admin.request()
                        .get("/api/v1/organizations/rm-whole")
                        .then()
                        .statusCode(404));
        awaitState(removal, "succeeded");
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(provider.machinesOf("rm-whole")).isEmpty());
    }

    @Test
    void whoHasAnotherInstanceKeepsAccountAndTheLoginThere() {
        var stays = member("rm-two-a", "rmt-zoe");
        var goes = member("rm-two-b", "rmt-zoe");
        cockpitSession("rm-two-a", "rmt-zoe");
        cockpitSession("rm-two-b", "rmt-zoe");

        var foretold = removals("rm-two-b", Map.of("usernames", List.of("rmt-zoe"), "dryRun", true))
                .statusCode(200)
                .extract()
                .jsonPath();
        awaitState(delete("/api/v1/instances/" + goes), "succeeded");

        assertThat(foretold.getString("items[0].will.account")).isEqualTo("kept");
        assertThat(count("select count(*) from person where username = $1", "rmt-zoe"))
                .isEqualTo(1);
        assertThat(count("select count(*) from session where audience = $1", "rm-two-b/rmt-zoe"))
                .isZero();
        assertThat(count("select count(*) from session where audience = $1", "rm-two-a/rmt-zoe"))
                .isEqualTo(1);
        assertThat(count("select count(*) from node_reservation where instance = $1", goes))
                .isZero();
        assertThat(Admin.request().get("/api/v1/contracts").jsonPath().getList("items.name"))
                .contains(stays)
                .doesNotContain(goes);
    }

    private void cockpitSession(String org, String username) {
        run("insert into session (secret_hash, username, audience, expires_at) values ('" + org + "', '" + username
                + "', '" + org + "/" + username + "', clock_timestamp() + interval '1 hour')");
    }

    /** A look in between finds nothing: the machine comes a moment after it. */
    @Test
    void waitsForAMachineThatIsStillBeingMade() {
        var id = memberMadeLate("rm-late", "rml-zoe", new Fault.Late(Duration.ofMillis(1500), true));

        var removal = delete("/api/v1/instances/" + id);

        awaitWaiting(removal, "may still be under way");
        awaitState(removal, "succeeded");
        assertThat(provider.creates(id)).isEqualTo(1);
        assertThat(provider.machinesOf("rm-late")).doesNotContain(id);
    }

    @Test
    void waitsUntilACreationThatNobodySawTheEndOfCannotComeAnyMore() {
        var id = memberMadeLate("rm-lost", "rml-ida", new Fault.Late(Duration.ofSeconds(1), false));

        var removal = delete("/api/v1/instances/" + id);

        awaitWaiting(removal, "may still be under way");
        assertThat(count("select count(*) from node_reservation where instance = $1", id))
                .isEqualTo(1);
        awaitState(removal, "succeeded");
        assertThat(provider.creates(id)).isEqualTo(1);
        assertThat(provider.machinesOf("rm-lost")).doesNotContain(id);
    }

    @Test
    void aPlainRemovalEndsTheGraceOfADrainedOne() {
        var id = member("rm-now", "rmn-zoe");
        var begun = removals("rm-now", Map.of("instances", List.of(id), "drain", Map.of("graceSeconds", 3600)))
                .statusCode(202)
                .extract()
                .jsonPath();
        String removal = begun.getString("items[0].removal.id");
        awaitWaiting(removal, "its grace to end at");

        assertThat(delete("/api/v1/instances/" + id)).isEqualTo(removal);

        awaitState(removal, "succeeded");
        assertThat(provider.machinesOf("rm-now")).doesNotContain(id);
    }

    @Test
    void givesAnOrphanUpWhenAskedTo() {
        provider.orphan("orphan-of-removal-it", "nobody");
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Admin.request()
                                .body(Map.of("names", java.util.List.of("orphan-of-removal-it"), "dryRun", true))
                                .post("/api/v1/contracts/sweep")
                                .jsonPath()
                                .getList("items.name"))
                        .containsExactly("orphan-of-removal-it"));

        Admin.request()
                .body(Map.of("names", java.util.List.of("orphan-of-removal-it")))
                .post("/api/v1/contracts/sweep")
                .then()
                .statusCode(202);

        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Admin.request()
                                .get("/api/v1/contracts?orphaned=true")
                                .jsonPath()
                                .getList("items.name"))
                        .doesNotContain("orphan-of-removal-it"));
    }

    @Test
    void stopsTheStackAndKeepsTheMachineUntilTheGraceIsOver() {
        var id = member("rm-drain", "rmd-zoe");
        var ask = Map.of("usernames", List.of("rmd-zoe", "rmd-nobody"), "drain", Map.of("graceSeconds", 3));

        var foretold = removals("rm-drain", with(ask, "dryRun", true))
                .statusCode(200)
                .extract()
                .jsonPath();
        var begun = removals("rm-drain", ask).statusCode(202).extract().jsonPath();

        assertThat(foretold.getMap("items[0].will"))
                .containsEntry("machine", "kept-then-destroyed")
                .containsEntry("keptSeconds", 3)
                .containsEntry("slotsFreed", 1)
                .containsEntry("login", "closed")
                .containsEntry("account", "closed");
        assertThat(foretold.getInt("items[1].problem.status")).isEqualTo(404);
        String removal = begun.getString("items[0].removal.id");
        awaitWaiting(removal, "its grace to end at");
        assertThat(provider.machinesOf("rm-drain")).contains(id);
        Admin.request().get("/api/v1/instances/" + id).then().body("state", equalTo("removing"));
        awaitState(removal, "succeeded");
        assertThat(provider.machinesOf("rm-drain")).doesNotContain(id);
        assertThat(count("select count(*) from person where username = $1", "rmd-zoe"))
                .isZero();
    }

    @Test
    void aSilentAgentDoesNotOutliveTheGrace() {
        var id = member("rm-silent", "rmx-zoe");
        provider.agent(id).behave(StubAgent.Behaviour.DEAD);

        var begun = removals("rm-silent", Map.of("instances", List.of(id), "drain", Map.of("graceSeconds", 2)))
                .statusCode(202)
                .extract()
                .jsonPath();

        String removal = begun.getString("items[0].removal.id");
        awaitWaiting(removal, "its stack to be stopped");
        awaitState(removal, "succeeded");
    }

    @Test
    void anOrganizationThatGoesWaitsForNobodysGrace() {
        var id = member("rm-hurry", "rmh-zoe");
        removals("rm-hurry", Map.of("instances", List.of(id), "drain", Map.of("graceSeconds", 3600)))
                .statusCode(202);

        var foretold = Admin.request()
                .delete("/api/v1/organizations/rm-hurry?dryRun=true")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(foretold.getInt("instances")).isEqualTo(2);
        assertThat(foretold.getInt("accountsClosed")).isEqualTo(2);

        awaitState(delete("/api/v1/organizations/rm-hurry"), "succeeded");
    }

    private static ValidatableResponse removals(String org, Map<String, ?> ask) {
        return Admin.request()
                .body(ask)
                .post("/api/v1/organizations/" + org + "/members/removals")
                .then();
    }

    private static Map<String, Object> with(Map<String, ?> ask, String key, Object value) {
        var more = new HashMap<String, Object>(ask);
        more.put(key, value);
        return more;
    }

    private static void awaitWaiting(String removal, String words) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> String.valueOf(Admin.request()
                                .get("/api/v1/removals/" + removal)
                                .jsonPath()
                                .getString("waitingFor"))
                        .contains(words));
    }

    private String delete(String path) {
        return Admin.request().delete(path).then().statusCode(202).extract().path("id");
    }

    private static void awaitState(String removal, String state) {
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> Admin.request()
                        .get("/api/v1/removals/" + removal)
                        .then()
                        .statusCode(200)
                        .body("state", equalTo(state)));
    }

    private String member(String org, String username) {
        organization(org);
        return member(org, username, true);
    }

    /** Its creation has been asked for and has not taken effect yet. */
    private String memberMadeLate(String org, String username, Fault.Late late) {
        organization(org);
        // the fault is for the member, not for the admin instance before it
        Awaitility.await().atMost(PATIENCE).until(() -> provider.machinesOf(org).size() == 1);
        provider.onCreate(org, late);
        var id = member(org, username, false);
        Awaitility.await().atMost(PATIENCE).until(() -> provider.creates(id) == 1);
        return id;
    }

    private String member(String org, String username, boolean wait) {
        var made = Admin.request()
                .body(Map.of(
                        "username", username, "name", "Zoe", "email", "zoe@example.org", "stopAfter", "provisioning"))
                .post("/api/v1/organizations/" + org + "/onboardings")
                .then()
                .statusCode(201)
                .extract();
        String id = made.path("instance");
        if (wait) {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(() -> Admin.request()
                            .get("/api/v1/onboardings/" + made.path("id"))
                            .then()
                            .body("state", equalTo("succeeded")));
        }
        return id;
    }

    private void organization(String slug) {
        run("insert into channel (name) values ('rm-channel') on conflict do nothing");
        run(
                "insert into channel_build (channel, version) values ('rm-channel', '9.9.9-removal') on conflict do nothing");
        Admin.request()
                .body(Map.of(
                        "name",
                        "rm-setup",
                        "provider",
                        "fake",
                        "slots",
                        1,
                        "cpu",
                        1,
                        "memoryMiB",
                        1024,
                        "diskGiB",
                        1,
                        "environment",
                        Map.of()))
                .post("/api/v1/setups");
        run("update channel set current_build = '9.9.9-removal' where name = 'rm-channel'");
        Admin.request()
                .body(Map.of(
                        "slug",
                        slug,
                        "name",
                        slug,
                        "setup",
                        "rm-setup",
                        "channel",
                        "rm-channel",
                        "admin",
                        Map.of("username", slug + "-boss", "name", "Boss", "email", "boss@example.org")))
                .post("/api/v1/organizations")
                .then()
                .statusCode(201);
    }

    private String instanceOf(String org, String person) {
        return pool.preparedQuery("select id from instance where organization = $1 and person = $2")
                .execute(Tuple.of(org, person))
                .await()
                .atMost(PATIENCE)
                .iterator()
                .next()
                .getString(0);
    }

    private long count(String sql, String parameter) {
        return pool.preparedQuery(sql)
                .execute(Tuple.of(parameter))
                .await()
                .atMost(PATIENCE)
                .iterator()
                .next()
                .getLong(0);
    }

    private void run(String sql) {
        pool.query(sql).execute().await().atMost(PATIENCE);
    }
}
