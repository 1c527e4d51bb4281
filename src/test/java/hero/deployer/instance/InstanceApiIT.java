package hero.deployer.instance;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import hero.deployer.base.FailureException;
import hero.deployer.base.ProblemException;
import hero.deployer.identity.Grant;
import hero.deployer.identity.Role;
import hero.deployer.organization.Organizations;
import hero.deployer.provider.Machine;
import hero.deployer.testing.Admin;
import hero.deployer.testing.PostgresResource;
import hero.deployer.testing.StubAgent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

/** Instances as people and processes meet them. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
class InstanceApiIT {
    private static int landscapes;

    @Inject
    Pool pool;

    @Inject
    Instances instances;

    @Inject
    Organizations organizations;

    @Inject
    AgentTokens tokens;

    private Landscape land;
    private String slug;

    @BeforeEach
    void lay() {
        slug = "inst-" + ++landscapes;
        land = new Landscape(pool, slug).lay().people(3).organization(slug);
    }

    private InstanceRow register(int person) {
        return land.tx(tx -> organizations
                .get(tx, slug)
                .flatMap(found -> instances.register(tx, found, land.person(person), "member")));
    }

    @Test
    void instanceIsNamedAfterItsOrganizationAndShownWhole() {
        var row = register(1);

        assertThat(row.id()).matches("o\\d+m1");
        Admin.request()
                .get("/api/v1/instances/" + row.id())
                .then()
                .statusCode(200)
                .body("organization", equalTo(slug))
                .body("setup.name", equalTo(slug))
                .body("channel", equalTo(slug))
                .body("state", equalTo("registered"))
                .body("health", equalTo("unknown"))
                .body("build", nullValue())
                .body("drifted", equalTo(false))
                .body("outdated", equalTo(false))
                .body("cockpitUrl", startsWith("http://" + land.person(1) + "--" + slug + ".localhost"));
    }

    @Test
    void onePersonHasOneInstancePerOrganization() {
        register(1);

        assertThatThrownBy(() -> register(1))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.problem().type()).isEqualTo("/problems/person-taken"));
    }

    @Test
    void everyChangeIsToldWholeAndOnce() {
        var id = register(1).id();
        land.tx(tx -> instances.move(tx, id, InstanceState.READY));
        land.tx(tx -> instances.move(tx, id, InstanceState.READY));
        land.tx(tx -> instances.observed(tx, id, Health.HEALTHY, null, true));
        land.tx(tx -> instances.observed(tx, id, Health.HEALTHY, null, true));
        land.tx(tx -> instances.delete(tx, id));

        // the subject is gone, its events stay in the log
        await().atMost(20, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(typesOf(id))
                        .containsExactly("instance.state", "instance.state", "instance.health", "instance.removed"));
    }

    private List<String> typesOf(String id) {
        return land
                .tx(tx -> tx.rows("select type from event where subject = cast($1 as text) order by id", id))
                .stream()
                .map(row -> (String) row[0])
                .toList();
    }

    @Test
    void nobodyComesBackFromRemoval() {
        var id = register(1).id();
        land.tx(tx -> instances.move(tx, id, InstanceState.REMOVING));

        assertThatThrownBy(() -> land.tx(tx -> instances.move(tx, id, InstanceState.READY)))
                .isInstanceOf(FailureException.class);
    }

    @Test
    void oneThatIsBeingRemovedIsHealthyNoMoreWhateverALateAnswerSays() {
        var id = register(1).id();
        land.tx(tx -> instances.move(tx, id, InstanceState.READY));
        land.tx(tx -> instances.observed(tx, id, Health.HEALTHY, null, true));
        Admin.request().get("/api/v1/instances/" + id).then().body("health", equalTo("healthy"));

        land.tx(tx -> instances.move(tx, id, InstanceState.REMOVING));
        land.tx(tx -> instances.observed(tx, id, Health.HEALTHY, null, true));

        Admin.request().get("/api/v1/instances/" + id).then().body("health", equalTo("unknown"));
    }

    @Test
    void fenceOnlyGrowsAndOutdatedFollowsTheChannel() {
        var id = register(1).id();
        var first = land.tx(tx -> instances.decideBuild(tx, id, slug + "-1"));
        var second = land.tx(tx -> instances.decideBuild(tx, id, slug + "-1"));
        land.current(slug + "-2");

        assertThat(second).isGreaterThan(first);
        Admin.request().get("/api/v1/instances/" + id).then().body("outdated", equalTo(true));
    }

    @Test
    void pinIsSetShownAndTakenAway() {
        var id = register(1).id();

        Admin.request()
                .body(Map.of("pinned", Map.of("build", slug + "-2", "reason", "exam week")))
                .patch("/api/v1/instances/" + id)
                .then()
                .statusCode(200)
                .body("pinned.reason", equalTo("exam week"));
        Admin.request().body("{}").patch("/api/v1/instances/" + id).then().body("pinned.build", equalTo(slug + "-2"));
        Admin.request()
                .body("{\"pinned\":null}")
                .patch("/api/v1/instances/" + id)
                .then()
                .statusCode(200)
                .body("pinned", nullValue());
    }

    @Test
    void badPinsAreRefusedWithTheFieldNamed() {
        var path = "/api/v1/instances/" + register(1).id();

        Admin.request()
                .body("{\"pinned\":{\"build\":\"none\",\"reason\":\"x\"}}")
                .patch(path)
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("pinned.build"));
        Admin.request()
                .body("{\"pinned\":{\"reason\":\" \"}}")
                .patch(path)
                .then()
                .statusCode(400);
        Admin.request().body("{\"pinnned\":null}").patch(path).then().statusCode(400);
        Admin.request().get(path).then().body("pinned", nullValue());
    }

    @Test
    void listIsFilteredAndPaged() {
        var ids = List.of(register(1).id(), register(2).id(), register(3).id());
        land.tx(tx -> instances.move(tx, ids.get(1), InstanceState.READY));
        var path = "/api/v1/organizations/" + slug + "/instances";

        var next = Admin.request()
                .get(path + "?limit=2")
                .then()
                .statusCode(200)
                .body("items.id", contains(ids.get(0), ids.get(1)))
                .extract()
                .path("next");
        Admin.request()
                .get(path + "?limit=2&cursor=" + next)
                .then()
                .body("items.id", contains(ids.get(2)))
                .body("next", nullValue());
        Admin.request().get(path + "?state=ready").then().body("items.id", contains(ids.get(1)));
        Admin.request().get(path + "?q=-P3").then().body("items.id", contains(ids.get(2)));
        Admin.request().get(path + "?q=%25").then().body("items", hasSize(0));
        Admin.request().get(path + "?state=up").then().statusCode(400).body("errors[0].field", equalTo("state"));
        Admin.request().get(path + "?cursor=x").then().statusCode(400).body("errors[0].field", equalTo("cursor"));
    }

    @Test
    void listIsNarrowedToWhatIsMarked() {
        var ids = List.of(register(1).id(), register(2).id(), register(3).id());
        ids.forEach(id -> land.tx(tx -> instances.decideBuild(tx, id, slug + "-1")));
        land.tx(tx -> instances.move(tx, ids.get(0), InstanceState.READY));
        var path = "/api/v1/organizations/" + slug + "/instances?mark=";
        Admin.request()
                .body(Map.of("pinned", Map.of("reason", "exam week")))
                .patch("/api/v1/instances/" + ids.get(1))
                .then()
                .statusCode(200);

        Admin.request().get(path + "drifted").then().body("items.id", contains(ids.get(0)));
        Admin.request().get(path + "pinned").then().body("items.id", contains(ids.get(1)));
        Admin.request().get(path + "outdated").then().body("items", hasSize(0));
        land.current(slug + "-2");
        Admin.request().get(path + "outdated").then().body("items.id", contains(ids.get(0), ids.get(2)));
        Admin.request().get(path + "lost").then().statusCode(400).body("errors[0].field", equalTo("mark"));
        Admin.request().get("/api/v1/organizations/" + slug).then().body("pinned", equalTo(1));
    }

    @Test
    void whoMayNotSeeTheOrganizationSeesNothing() {
        var id = register(1).id();
        var stranger = new Grant(Role.ADMIN, "somewhere-else");

        Admin.requestAs("inst-stranger", stranger)
                .get("/api/v1/instances/" + id)
                .then()
                .statusCode(404);
        Admin.requestAs("inst-stranger", stranger)
                .body("{\"pinned\":null}")
                .patch("/api/v1/instances/" + id)
                .then()
                .statusCode(404);
        Admin.requestAs("inst-stranger", stranger)
                .get("/api/v1/organizations/" + slug + "/instances")
                .then()
                .statusCode(404);
        Admin.requestAs("inst-viewer", new Grant(Role.VIEWER, slug))
                .body("{\"pinned\":null}")
                .patch("/api/v1/instances/" + id)
                .then()
                .statusCode(403);
    }

    @Test
    void logIsTheAgentsOwnTextAndItsSilenceIsA503() throws Exception {
        var row = register(1);
        var agent = StubAgent.start(row.id(), tokens.tokenSha256(row.id(), row.generation()))
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        try (agent) {
            var path = "/api/v1/instances/" + row.id() + "/log";
            Admin.request().get(path).then().statusCode(409);
            var machine = new Machine(row.id(), "n", agent.agentAddress(), agent.cockpitAddress());
            land.tx(tx -> instances
                    .placed(tx, row.id(), "fake.fake-1")
                    .chain(() -> instances.provisioned(tx, row.id(), machine)));

            Admin.request()
                    .accept("application/json")
                    .get(path)
                    .then()
                    .statusCode(200)
                    .contentType("application/json")
                    .body("log", org.hamcrest.Matchers.notNullValue());
            Admin.request()
                    .get(path)
                    .then()
                    .statusCode(200)
                    .contentType("text/plain")
                    .body(containsString("stub of " + row.id()));
            agent.behave(StubAgent.Behaviour.DEAD);
            Admin.request().get(path).then().statusCode(503);
        }
    }
}
