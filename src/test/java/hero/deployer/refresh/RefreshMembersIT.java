package hero.deployer.refresh;

import java.time.Duration;
import java.time.Instant;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import hero.deployer.testing.Admin;
import hero.deployer.testing.PostgresResource;
import hero.deployer.testing.StubAgent.Behaviour;

import static hero.deployer.refresh.Fleet.NEW;
import static hero.deployer.refresh.Fleet.OLD;
import static hero.deployer.refresh.Fleet.strategy;
import static hero.deployer.refresh.Fleet.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

/** Members that misbehave, leave, join or are pinned while a run is under way. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
class RefreshMembersIT {
    @Inject
    Fleet fleet;

    @Test
    void oneThatDoesNotAnswerIsUnreachableWhenItsTimeIsOverAndHoldsUpNobody() {
        var slug = fleet.organization(2);
        var silent = fleet.instance(slug, 1);
        fleet.agent(slug, 1).behave(Behaviour.HANGS);

        var id = Fleet.start(slug, strategy("maxFailures", 1, "memberDeadlineSeconds", 2));
        Fleet.untilMember(id, fleet.instance(slug, 2), "succeeded");
        assertThat(Fleet.states(id)).containsEntry(silent, "updating");

        assertThat(until(id, "succeeded").getInt("counts.unreachable")).isEqualTo(1);
        var member = Fleet.member(id, silent);
        assertThat(Duration.between(
                        Instant.parse(String.valueOf(member.get("startedAt"))),
                        Instant.parse(String.valueOf(member.get("endedAt")))))
                .isBetween(Duration.ofMillis(1_900), Duration.ofMillis(3_000));
    }

    @Test
    void oneThatSaysItIsDoneAndIsNotIsNeverBelieved() {
        var slug = fleet.organization(1);
        fleet.agent(slug, 1).behave(Behaviour.LIES);

        var id = Fleet.start(slug, strategy("memberDeadlineSeconds", 2));
        Fleet.untilMember(id, fleet.instance(slug, 1), "verifying");
        until(id, "halted");

        assertThat(Fleet.member(id, fleet.instance(slug, 1)))
                .containsEntry("state", "failed")
                .extractingByKey("problem")
                .asString()
                .contains("was not healthy on build " + NEW + " within 2 s: it says healthy on build " + OLD);
    }

    @Test
    void onesThatAreRemovedAreSentNothingMoreAndTheRunGoesOn() {
        var slug = fleet.organization(3);
        var flying = fleet.instance(slug, 1);
        var waiting = fleet.instance(slug, 2);
        var waitingAgent = fleet.agent(slug, 2);
        fleet.agent(slug, 1).behave(Behaviour.STUCK);
        var id = Fleet.start(slug, strategy("maxParallel", 1));
        Fleet.untilMember(id, flying, "updating");

        Admin.request().delete("/api/v1/instances/" + waiting).then().statusCode(202);
        Admin.request().delete("/api/v1/instances/" + flying).then().statusCode(202);

        var ended = until(id, "succeeded");
        assertThat(ended.getInt("counts.cancelled")).isEqualTo(2);
        assertThat(ended.getInt("counts.succeeded")).isEqualTo(2);
        assertThat(Fleet.states(id)).containsEntry(flying, "cancelled").containsEntry(waiting, "cancelled");
        assertThat(waitingAgent.installs()).isEqualTo(1);
    }

    @Test
    void oneThatIsPinnedBeforeItsTurnIsSkipped() {
        var slug = fleet.organization(2);
        fleet.agent(slug, 1).stepMillis(100);
        var id = Fleet.start(slug, strategy("maxParallel", 1));
        Fleet.untilMember(id, fleet.instance(slug, 1), "updating");

        RefreshIT.pin(fleet.instance(slug, 2), "an exam is on");

        assertThat(until(id, "succeeded").getInt("counts.skipped")).isEqualTo(1);
        assertThat(Fleet.member(id, fleet.instance(slug, 2)))
                .hasEntrySatisfying(
                        "reason", why -> assertThat(String.valueOf(why)).matches("Pinned by \\S+: an exam is on"));
        assertThat(fleet.agent(slug, 2).build()).isEqualTo(OLD);
    }

    @Test
    void onesThatJoinMeanwhileComeToTheBuildToo() {
        var slug = fleet.organization(2);
        fleet.agent(slug, 1).stepMillis(600);
        var id = Fleet.start(slug, strategy("canary", 1));
        Fleet.untilMember(id, fleet.instance(slug, 1), "updating");

        Fleet.untilReady(Fleet.join(slug, slug + "-late"));
        assertThat(fleet.agent(slug, 3).build()).isEqualTo(OLD);
        assertThat(Fleet.get(id).getBoolean("canaryPassed")).isFalse();

        var ended = until(id, "succeeded");
        assertThat(ended.getInt("total")).isEqualTo(4);
        assertThat(ended.getInt("counts.succeeded")).isEqualTo(4);
        assertThat(fleet.agent(slug, 3).build()).isEqualTo(NEW);
        assertThat(Fleet.member(id, fleet.instance(slug, 3))).containsEntry("wave", 1);
    }

    @Test
    void oneThatIsUnpinnedMeanwhileComesToTheBuildToo() {
        var slug = fleet.organization(2);
        var pinned = fleet.instance(slug, 2);
        RefreshIT.pin(pinned, "an exam is on");
        fleet.agent(slug, 1).stepMillis(150);
        var id = Fleet.start(slug, strategy());
        Fleet.untilMember(id, fleet.instance(slug, 1), "updating");
        assertThat(Fleet.states(id)).containsEntry(pinned, "skipped");

        RefreshIT.unpin(pinned);

        assertThat(until(id, "succeeded").getInt("counts.succeeded")).isEqualTo(3);
        assertThat(Fleet.member(id, pinned)).containsEntry("from", OLD).doesNotContainKey("reason");
        assertThat(fleet.agent(slug, 2).build()).isEqualTo(NEW);
    }

    @Test
    void oneThatGetsTheOldBuildJustNowIsWaitedForAndTakenAlong() {
        var slug = fleet.organization(2);
        var late = fleet.instance(slug, 2);
        fleet.agent(slug, 2).stepMillis(400);
        var install = install(late).statusCode(201).extract().<String>path("id");
        fleet.untilTold(slug, 2, 2);

        var id = Fleet.start(slug, strategy("canary", 1));
        assertThat(Fleet.member(id, late)).containsEntry("state", "skipped");
        Fleet.untilMember(id, late, "pending");
        Fleet.untilReady(install);

        assertThat(until(id, "succeeded").getInt("counts.succeeded")).isEqualTo(3);
        assertThat(fleet.agent(slug, 2).build()).isEqualTo(NEW);
        assertThat(fleet.agent(slug, 2).installs()).isEqualTo(3);
    }

    @Test
    void nobodyInstallsAnythingOnOneThatIsUnderWay() {
        var slug = fleet.organization(1);
        var flying = fleet.instance(slug, 1);
        fleet.agent(slug, 1).stepMillis(150);
        var id = Fleet.start(slug, strategy());
        Fleet.untilMember(id, flying, "updating");

        install(flying).statusCode(409).body("type", equalTo("/problems/wrong-state"));

        assertThat(until(id, "succeeded").getInt("counts.succeeded")).isEqualTo(2);
    }

    private static ValidatableResponse install(String instance) {
        return Admin.request()
                .post("/api/v1/instances/" + instance + "/install")
                .then();
    }

    @Test
    void aCanaryThatLeavesIsFollowedByTheNext() {
        var slug = fleet.organization(3);
        var canary = fleet.instance(slug, 1);
        fleet.agent(slug, 1).behave(Behaviour.STUCK);
        fleet.agent(slug, 2).behave(Behaviour.FAILS_INSTALL);
        var id = Fleet.start(slug, strategy("canary", 1));
        Fleet.untilMember(id, canary, "updating");

        Admin.request().delete("/api/v1/instances/" + canary).then().statusCode(202);

        assertThat(until(id, "halted").getBoolean("canaryPassed")).isFalse();
        assertThat(Fleet.member(id, fleet.instance(slug, 1)))
                .containsEntry("instance", fleet.instance(slug, 1))
                .containsEntry("wave", 0)
                .containsEntry("state", "failed");
        assertThat(fleet.agent(slug, 2).installs()).isEqualTo(1);
        assertThat(Fleet.build(slug)).isEqualTo(OLD);
    }

    @Test
    void aRemovalForetoldNamesTheRunThatItTakesAnInstanceFrom() {
        var slug = fleet.organization(1);
        fleet.agent(slug, 1).behave(Behaviour.STUCK);
        var id = Fleet.start(slug, strategy());
        Fleet.untilMember(id, fleet.instance(slug, 1), "updating");

        Admin.request()
                .delete("/api/v1/instances/" + fleet.instance(slug, 1) + "?dryRun=true")
                .then()
                .statusCode(200)
                .body("items[0].will.cancelled", contains("refresh " + id + " (updating)"));

        Fleet.verb(id, "cancel").then().statusCode(200);
    }

    @Test
    void anOrganizationThatGoesAwayEndsItsRunWhereverThatStood() {
        var slug = fleet.organization(1);
        fleet.agent(slug, 1).behave(Behaviour.FAILS_INSTALL);
        var id = Fleet.start(slug, strategy());
        until(id, "halted");

        Admin.request().delete("/api/v1/organizations/" + slug).then().statusCode(202);

        assertThat(until(id, "cancelled").getString("reason")).isEqualTo("The organization is being removed.");
        assertThat(Fleet.get(id).getString("endedAt")).isNotNull();
    }

    @Test
    void anOrganizationThatGoesAwayTakesItsRunAlong() {
        var slug = fleet.organization(1);
        fleet.agent(slug, 1).behave(Behaviour.STUCK);
        var id = Fleet.start(slug, strategy());
        Fleet.untilMember(id, fleet.instance(slug, 1), "updating");

        Admin.request().delete("/api/v1/organizations/" + slug).then().statusCode(202);

        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() ->
                        Admin.request().get("/api/v1/organizations/" + slug).statusCode() == 404);
        until(id, "cancelled");
    }

    @Test
    void oneThatIsHeldByARemovalHoldsUpNobodyElse() {
        var slug = fleet.organization(2);
        var held = fleet.instance(slug, 1);
        fleet.agent(slug, 1).stepMillis(50);
        fleet.agent(slug, 2).stepMillis(200);
        var id = Fleet.start(slug, strategy());
        Fleet.untilMember(id, held, "updating");

        fleet.holding(id, held, () -> Fleet.untilMember(id, fleet.instance(slug, 2), "succeeded"));

        assertThat(until(id, "succeeded").getInt("counts.succeeded")).isEqualTo(3);
    }
}
