package hero.deployer.refresh;

import java.util.Map;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;

import hero.deployer.testing.Admin;
import hero.deployer.testing.PostgresResource;
import hero.deployer.testing.StubAgent.Behaviour;

import static hero.deployer.refresh.Fleet.NEW;
import static hero.deployer.refresh.Fleet.OLD;
import static hero.deployer.refresh.Fleet.strategy;
import static hero.deployer.refresh.Fleet.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

/** An organization made on a bad build comes to a good one. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
class RefreshStuckIT {
    @Inject
    Fleet fleet;

    @Test
    void failedInstancesAloneComeToAnotherBuildWhichIsTheOrganizationsFromThenOn() {
        var slug = "stuck-alone";
        var runs = fleet.stuck(slug, 1);
        fleet.behave(slug, Behaviour.WORKS);
        Admin.request()
                .body(Map.of("build", NEW, "dryRun", true))
                .post("/api/v1/organizations/" + slug + "/refreshes")
                .then()
                .body("skipped", equalTo(0));

        var ended = until(Fleet.start(slug, strategy("canary", 1)), "succeeded");

        assertThat(ended.getInt("counts.succeeded")).isEqualTo(2);
        assertThat(Fleet.build(slug)).isEqualTo(NEW);
        for (int i = 0; i <= 1; i++) {
            instance(slug, i).then().body("state", equalTo("ready")).body("build", equalTo(NEW));
            onboarding(runs.get(i))
                    .then()
                    .body("state", equalTo("succeeded"))
                    .body("cockpitUrl", containsString("--" + slug));
            assertThat(fleet.count("select count(*) from mail where key = $1", "welcome:" + fleet.instance(slug, i)))
                    .isEqualTo(1);
        }
        Fleet.untilReady(Fleet.join(slug, "stuck-next"));
        assertThat(fleet.agent(slug, 2).build()).isEqualTo(NEW);
    }

    @Test
    void whatFailsAgainIsAsFailedAsBeforeAndTheOrganizationStandsOnWhatItStoodOn() {
        var slug = "stuck-again";
        fleet.stuck(slug, 1);

        var halted = until(Fleet.start(slug, strategy("canary", 1)), "halted");

        assertThat(halted.getInt("counts.rolledBack") + halted.getInt("counts.failed"))
                .isEqualTo(1);
        instance(slug, 1).then().body("state", equalTo("failed"));
        instance(slug, 0).then().body("state", equalTo("failed"));
        assertThat(Fleet.build(slug)).isEqualTo(OLD);

        fleet.behave(slug, Behaviour.WORKS);
        Fleet.verb(halted.getString("id"), "retry").then().statusCode(200);
        assertThat(until(halted.getString("id"), "succeeded").getInt("counts.succeeded"))
                .isEqualTo(2);
        instance(slug, 1).then().body("state", equalTo("ready"));
    }

    @Test
    void healthyOnesGoAheadOfFailedOnes() {
        var slug = fleet.organization(2);
        fleet.agent(slug, 1).behave(Behaviour.NEVER_HEALTHY);
        var again = Admin.request().post("/api/v1/instances/" + fleet.instance(slug, 1) + "/install");
        Fleet.untilOnboarding(again.path("id"), "failed");
        fleet.agent(slug, 1).behave(Behaviour.WORKS);

        var id = Fleet.start(slug, strategy("canary", 1));
        until(id, "succeeded");

        assertThat(Fleet.member(id, fleet.instance(slug, 2)).get("wave")).isEqualTo(0);
        assertThat(Fleet.member(id, fleet.instance(slug, 1)).get("wave")).isEqualTo(1);
    }

    @Test
    void anInstallOrARetryTakesAGivenBuildForThatInstanceAlone() {
        var slug = "stuck-given";
        var runs = fleet.stuck(slug, 1);
        fleet.behave(slug, Behaviour.WORKS);

        Admin.request()
                .body(Map.of("build", "0.0.0-nowhere"))
                .post("/api/v1/onboardings/" + runs.get(0) + "/retry")
                .then()
                .statusCode(422)
                .body("type", equalTo("/problems/unknown-build"));
        Admin.request()
                .body(Map.of("build", NEW))
                .post("/api/v1/onboardings/" + runs.get(0) + "/retry")
                .then()
                .statusCode(200);
        Fleet.untilReady(runs.get(0));
        String install = Admin.request()
                .body(Map.of("build", NEW))
                .post("/api/v1/instances/" + fleet.instance(slug, 1) + "/install")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        Fleet.untilReady(install);

        for (int i = 0; i <= 1; i++) {
            instance(slug, i)
                    .then()
                    .body("state", equalTo("ready"))
                    .body("build", equalTo(NEW))
                    .body("desiredBuild", equalTo(NEW));
        }
        assertThat(Fleet.build(slug)).isEqualTo(OLD);
        Admin.request()
                .post("/api/v1/instances/" + fleet.instance(slug, 1) + "/install")
                .then()
                .statusCode(201);
    }

    private Response instance(String slug, int member) {
        return Admin.request().get("/api/v1/instances/" + fleet.instance(slug, member));
    }

    private static Response onboarding(String id) {
        return Admin.request().get("/api/v1/onboardings/" + id);
    }
}
