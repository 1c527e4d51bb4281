package hero.deployer.refresh;

import java.time.Duration;
import java.time.Instant;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
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
        assertThat(Fleet.member(id, fleet.instance(slug, 2))).containsEntry("reason", "Pinned: an exam is on");
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
}
