package hero.deployer.refresh;

import java.util.List;
import java.util.Map;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import hero.deployer.testing.Admin;
import hero.deployer.testing.Manner;
import hero.deployer.testing.PostgresResource;
import hero.deployer.testing.StubAgent.Behaviour;

import static hero.deployer.refresh.Fleet.NEW;
import static hero.deployer.refresh.Fleet.OLD;
import static hero.deployer.refresh.Fleet.strategy;
import static hero.deployer.refresh.Fleet.until;
import static hero.deployer.refresh.Fleet.verb;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.nullValue;

/** What people do to a run that is under way, and what a run does when too many fail. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
class RefreshVerbsIT {
    @Inject
    Fleet fleet;

    @Test
    void pausedWhatIsUnderWayEndsAndResumedTheRestFollows() {
        var slug = fleet.organization(3);
        fleet.agent(slug, 1).stepMillis(100);
        var id = Fleet.start(slug, strategy("maxParallel", 1));
        fleet.untilTold(slug, 1, 2);

        verb(id, "pause")
                .then()
                .statusCode(200)
                .body("state", equalTo("paused"))
                .body("back", equalTo(false));
        verb(id, "pause").then().statusCode(200).body("state", equalTo("paused"));

        var paused = until(id, "paused");
        assertThat(paused.getInt("counts.succeeded")).isEqualTo(1);
        assertThat(paused.getInt("counts.pending")).isEqualTo(3);
        assertThat(paused.getList("verbs")).containsExactly("resume", "cancel", "rollback");
        verb(id, "resume").then().statusCode(200).body("state", equalTo("running"));
        verb(id, "resume").then().statusCode(200);
        assertThat(until(id, "succeeded").getInt("counts.succeeded")).isEqualTo(4);
    }

    @Test
    void aRunOfAnOrganizationThatIsGoneDoesNotMoveTheNextOneOfItsSlug() {
        var slug = fleet.organization(1);
        var id = Fleet.start(slug, strategy());
        until(id, "succeeded");
        // as if the organization had been removed and another been made
        fleet.count(
                "with old as (update refresh set organization_number = -organization_number where id = $1 returning 1)"
                        + " select count(*) from old",
                id);

        verb(id, "rollback").then().statusCode(409).body("type", equalTo("/problems/wrong-state"));

        assertThat(Fleet.build(slug)).isEqualTo(NEW);
    }

    @Test
    void cancelledNothingMoreStartsAndARollbackStillUndoesWhatWasDone() {
        var slug = fleet.organization(3);
        fleet.agent(slug, 1).stepMillis(100);
        var id = Fleet.start(slug, strategy("maxParallel", 1));
        fleet.untilTold(slug, 1, 2);

        verb(id, "cancel")
                .then()
                .statusCode(200)
                .body("state", equalTo("cancelled"))
                .body("counts.pending", equalTo(0))
                .body("counts.cancelled", equalTo(3));

        var cancelled = until(id, "cancelled");
        assertThat(cancelled.getInt("counts.succeeded")).isEqualTo(1);
        Awaitility.await().until(() -> Fleet.get(id).getString("endedAt") != null);
        assertThat(Fleet.build(slug)).isEqualTo(OLD);
        assertThat(fleet.agent(slug, 2).installs()).isEqualTo(1);
        verb(id, "cancel").then().statusCode(200);
        for (var impossible : new String[] {"pause", "resume", "retry"}) {
            verb(id, impossible)
                    .then()
                    .statusCode(409)
                    .body("type", equalTo("/problems/wrong-state"))
                    .body("state", equalTo("cancelled"));
        }

        verb(id, "rollback")
                .then()
                .statusCode(200)
                .body("state", equalTo("rolling_back"))
                .body("back", equalTo(true));
        assertThat(until(id, "rolled_back").getInt("counts.rolledBack")).isEqualTo(1);
        assertThat(fleet.agent(slug, 1).build()).isEqualTo(OLD);
    }

    @Test
    void overTheBoundItHaltsForAPersonAndRetryTakesTheFailedOnesOnly() {
        var slug = fleet.organization(3);
        fleet.agent(slug, 2).behave(Behaviour.FAILS_INSTALL);
        var id = Fleet.start(slug, strategy("maxParallel", 1));

        var halted = until(id, "halted");
        assertThat(halted.getString("reason")).isEqualTo("1 of 4 instances failed, more than the 0 that may fail.");
        assertThat(halted.getInt("failuresSoFar")).isEqualTo(1);
        assertThat(halted.getInt("counts.pending")).isEqualTo(2);
        assertThat(halted.getList("verbs")).containsExactly("cancel", "retry", "rollback");
        assertThat(Fleet.build(slug)).isEqualTo(OLD);
        assertThat(fleet.agent(slug, 3).installs()).isEqualTo(1);
        verb(id, "resume").then().statusCode(409).body("type", equalTo("/problems/wrong-state"));
        Admin.request()
                .get("/api/v1/refreshes/" + id + "/causes")
                .then()
                .body("items[0].count", equalTo(1))
                .body("items[0].cause", equalTo("Build " + NEW + " could not be installed: the stub was told to fail"));

        var alike = "Build " + NEW + " could not be installed: the stub was told to fail";
        for (var asked : Map.of(alike, List.of(fleet.instance(slug, 2)), "another", List.of())
                .entrySet()) {
            Admin.request()
                    .queryParam("cause", asked.getKey())
                    .get("/api/v1/refreshes/" + id + "/members?limit=1")
                    .then()
                    .body("items.instance", equalTo(asked.getValue()))
                    .body("items.problem.cause", everyItem(equalTo(alike)));
        }

        fleet.agent(slug, 2).behave(Behaviour.WORKS);
        verb(id, "retry").then().statusCode(200).body("state", equalTo("running"));

        assertThat(until(id, "succeeded").getInt("counts.succeeded")).isEqualTo(4);
        assertThat(Fleet.member(id, fleet.instance(slug, 2)).get("attempts")).isEqualTo(2);
        assertThat(Fleet.member(id, fleet.instance(slug, 1)).get("attempts")).isEqualTo(1);
        assertThat(Fleet.build(slug)).isEqualTo(NEW);
    }

    @Test
    void withinTheBoundItSucceeds() {
        var slug = fleet.organization(2);
        fleet.agent(slug, 1).behave(Behaviour.NEVER_HEALTHY);

        var ended = until(Fleet.start(slug, strategy("maxFailures", "34%")), "succeeded");

        assertThat(ended.getInt("counts.rolledBack")).isEqualTo(1);
        assertThat(ended.getInt("counts.succeeded")).isEqualTo(2);
        assertThat(fleet.agent(slug, 1).build()).isEqualTo(OLD);
    }

    @Test
    void askedToItGoesBackByItselfAndEveryoneHasWhatTheyHad() {
        var slug = fleet.organization(2);
        fleet.agent(slug, 2).behave(Behaviour.NEVER_HEALTHY);
        var id = Fleet.start(slug, strategy("canary", 1, "autoRollback", true));

        var back = until(id, "rolled_back");

        assertThat(back.getString("reason")).contains("1 of 3 instances failed");
        assertThat(Fleet.build(slug)).isEqualTo(OLD);
        for (int i = 0; i <= 2; i++) {
            assertThat(fleet.agent(slug, i).build()).isEqualTo(OLD);
            Admin.request()
                    .get("/api/v1/instances/" + fleet.instance(slug, i))
                    .then()
                    .body("desiredBuild", equalTo(OLD))
                    .body("drifted", equalTo(false));
        }
    }

    @Test
    void aRollbackThatFailsForOneSaysSoForThatOne() {
        var slug = fleet.organization(2);
        var id = Fleet.start(slug, strategy());
        until(id, "succeeded");
        fleet.agent(slug, 1).behave(Behaviour.FAILS_INSTALL);

        verb(id, "rollback").then().statusCode(200);
        var failed = until(id, "failed");

        assertThat(failed.getInt("counts.failed")).isEqualTo(1);
        assertThat(failed.getInt("counts.rolledBack")).isEqualTo(2);
        assertThat(failed.getString("reason")).startsWith("1 instance could not be brought back");
        assertThat(Fleet.states(id)).containsEntry(fleet.instance(slug, 1), "failed");
        assertThat(fleet.agent(slug, 2).build()).isEqualTo(OLD);
        assertThat(Fleet.build(slug)).isEqualTo(OLD);
        verb(id, "rollback").then().statusCode(200).body("state", equalTo("failed"));

        fleet.agent(slug, 1).behave(Behaviour.WORKS);
        verb(id, "retry").then().statusCode(200).body("state", equalTo("rolling_back"));
        assertThat(until(id, "rolled_back").getInt("counts.rolledBack")).isEqualTo(3);
        assertThat(fleet.agent(slug, 1).build()).isEqualTo(OLD);
    }

    @Test
    void aRollbackThatWasCancelledGoesOnWithWhoeverWasLeft() {
        var slug = fleet.organization(3);
        var id = Fleet.start(slug, strategy("maxParallel", 1));
        until(id, "succeeded");
        fleet.agent(slug, 1).stepMillis(100);
        verb(id, "rollback").then().statusCode(200);
        fleet.untilTold(slug, 1, 3);
        verb(id, "cancel").then().statusCode(200).body("counts.cancelled", equalTo(3));
        until(id, "cancelled");
        assertThat(fleet.agent(slug, 3).build()).isEqualTo(NEW);

        verb(id, "rollback").then().statusCode(200).body("state", equalTo("rolling_back"));

        assertThat(until(id, "rolled_back").getInt("counts.rolledBack")).isEqualTo(4);
        for (int i = 0; i <= 3; i++) {
            assertThat(fleet.agent(slug, i).build()).isEqualTo(OLD);
        }
    }

    @Test
    void oneThatWaitsToBeTriedAgainGoesBackToo() {
        var slug = fleet.organization(3);
        var failed = fleet.instance(slug, 2);
        fleet.agent(slug, 2).behave(Behaviour.FAILS_INSTALL);
        fleet.agent(slug, 3).stepMillis(100);
        var id = Fleet.start(slug, strategy("maxParallel", 1, "maxFailures", 1));
        fleet.untilTold(slug, 3, 2);
        verb(id, "pause").then().statusCode(200);
        until(id, "paused");
        verb(id, "retry").then().statusCode(200).body("state", equalTo("paused"));
        Fleet.untilMember(id, failed, "pending");
        fleet.agent(slug, 2).behave(Behaviour.WORKS);

        verb(id, "rollback").then().statusCode(200);

        assertThat(until(id, "rolled_back").getInt("counts.rolledBack")).isEqualTo(3);
        assertThat(Fleet.member(id, failed)).containsEntry("state", "rolled_back");
        Admin.request()
                .get("/api/v1/instances/" + failed)
                .then()
                .body("desiredBuild", equalTo(OLD))
                .body("drifted", equalTo(false));
    }

    @Test
    void aRollbackTakesThoseAlongThatWereSetUpOnTheNewBuild() {
        var slug = fleet.organization(1);
        var id = Fleet.start(slug, strategy());
        until(id, "succeeded");
        Fleet.untilReady(Fleet.join(slug, slug + "-late"));
        assertThat(fleet.agent(slug, 2).build()).isEqualTo(NEW);

        verb(id, "rollback").then().statusCode(200);

        assertThat(until(id, "rolled_back").getInt("counts.rolledBack")).isEqualTo(3);
        assertThat(fleet.agent(slug, 2).build()).isEqualTo(OLD);
    }

    @Test
    void stoppedItRecallsThoseWhoseArtifactOnlyWaitsToBeSent() {
        var slug = fleet.organization(3);
        for (int i = 1; i <= 3; i++) {
            fleet.agent(slug, i).behave(Manner.WORKS.uploadMillis(2_000));
        }
        var id = Fleet.start(slug, strategy());
        Fleet.untilMember(id, fleet.instance(slug, 3), "updating");

        verb(id, "pause").then().statusCode(200);

        var paused = until(id, "paused");
        // the admin instance, and the one that waited for the artifacts of the other two
        assertThat(paused.getInt("counts.pending")).isEqualTo(2);
        for (int i = 1; i <= 3; i++) {
            var told = fleet.agent(slug, i).installs() > 1;
            var member = Fleet.member(id, fleet.instance(slug, i));
            assertThat(member)
                    .containsEntry("state", told ? "succeeded" : "pending")
                    .containsEntry("attempts", told ? 1 : 0);
            Admin.request()
                    .get("/api/v1/instances/" + fleet.instance(slug, i))
                    .then()
                    .body("state", equalTo("ready"))
                    .body("desiredBuild", equalTo(told ? NEW : OLD));
        }
        verb(id, "resume").then().statusCode(200);
        assertThat(until(id, "succeeded").getInt("counts.succeeded")).isEqualTo(4);
        assertThat(Fleet.members(id))
                .extracting(member -> member.get("attempts"))
                .containsOnly(1);
    }

    @Test
    void aCanaryThatIsStartedAnewWhileItIsWatchedStopsTheRun() {
        var slug = fleet.organization(1);
        var id = Fleet.start(slug, strategy("canary", 1, "bakeSeconds", 20));
        Awaitility.await().until(() -> Fleet.get(id).getString("bakeUntil") != null);
        untilWatched(slug);

        fleet.agent(slug, 1).reboot();

        until(id, "halted");
        assertThat(Fleet.member(id, fleet.instance(slug, 1)))
                .containsEntry("state", "failed")
                .extractingByKey("problem")
                .asString()
                .contains("its agent was started anew");
    }

    /** Until the first member was asked twice more: what it said before is known then. */
    private void untilWatched(String slug) {
        int before = fleet.agent(slug, 1).probes();
        Awaitility.await().until(() -> fleet.agent(slug, 1).probes() >= before + 2);
    }

    @Test
    void aCanaryThatDoesNotStayHealthyStopsTheRun() {
        var slug = fleet.organization(2);
        var id = Fleet.start(slug, strategy("canary", 1, "bakeSeconds", 20));
        Awaitility.await().until(() -> Fleet.get(id).getString("bakeUntil") != null);

        fleet.agent(slug, 1).status("degraded");

        var halted = until(id, "halted");
        assertThat(halted.getBoolean("canaryPassed")).isFalse();
        assertThat(Fleet.member(id, fleet.instance(slug, 1)))
                .containsEntry("state", "failed")
                .extractingByKey("problem")
                .asString()
                .contains("did not stay healthy");
        assertThat(fleet.agent(slug, 2).installs()).isEqualTo(1);
        assertThat(Fleet.build(slug)).isEqualTo(OLD);
    }

    @Test
    void pausedItDoesNotGoBackByItselfBeforeItIsResumed() {
        var slug = fleet.organization(2);
        fleet.agent(slug, 2).behave(Behaviour.NEVER_HEALTHY).stepMillis(100);
        var id = Fleet.start(slug, strategy("maxParallel", 1, "autoRollback", true));
        fleet.untilTold(slug, 2, 2);

        verb(id, "pause").then().statusCode(200);

        Fleet.untilMember(id, fleet.instance(slug, 2), "pending");
        var paused = until(id, "paused");
        assertThat(paused.getBoolean("back")).isTrue();
        assertThat(paused.getString("reason")).contains("1 of 3 instances failed");
        assertThat(fleet.agent(slug, 1).build()).isEqualTo(NEW);
        assertThat(Fleet.build(slug)).isEqualTo(OLD);
        verb(id, "resume").then().statusCode(200).body("state", equalTo("rolling_back"));
        until(id, "rolled_back");
        assertThat(fleet.agent(slug, 1).build()).isEqualTo(OLD);
    }

    @Test
    void whatWasWatchedBeforeAPauseIsWatchedAnewAfterIt() {
        var slug = fleet.organization(1);
        var id = Fleet.start(slug, strategy("canary", 1, "bakeSeconds", 2));
        Awaitility.await().until(() -> Fleet.get(id).getString("bakeUntil") != null);

        verb(id, "pause").then().statusCode(200).body("bakeUntil", nullValue());
        until(id, "paused");
        verb(id, "resume").then().statusCode(200);

        Awaitility.await().until(() -> Fleet.get(id).getString("bakeUntil") != null);
        assertThat(Fleet.get(id).getBoolean("canaryPassed")).isFalse();
        until(id, "succeeded");
    }

    @Test
    void aRunThatKeepsFailingUnexpectedlyOnItsWayBackStillKnowsItsWay() {
        var slug = fleet.organization(2);
        var id = Fleet.start(slug, strategy("maxParallel", 1));
        until(id, "succeeded");
        fleet.agent(slug, 1).stepMillis(200);
        verb(id, "rollback").then().statusCode(200);
        fleet.untilTold(slug, 1, 3);

        fleet.takeLeaseAway(id, 8);

        var stopped = until(id, "paused");
        assertThat(stopped.getBoolean("back")).isTrue();
        assertThat(stopped.getString("reason")).startsWith("An unexpected error");
        verb(id, "resume").then().statusCode(200).body("state", equalTo("rolling_back"));
        assertThat(until(id, "rolled_back").getInt("counts.rolledBack")).isEqualTo(3);
        assertThat(Fleet.build(slug)).isEqualTo(OLD);
    }

    /** An installation that a person asked for during the bake is not ended by what the bake makes of it. */
    @Test
    void aCanaryThatSomebodyInstallsAnewWhileItIsWatchedGoesOnBeingInstalled() {
        var slug = fleet.organization(1);
        var canary = fleet.instance(slug, 1);
        var id = Fleet.start(slug, strategy("canary", 1, "bakeSeconds", 20));
        Awaitility.await().until(() -> Fleet.get(id).getString("bakeUntil") != null);
        fleet.agent(slug, 1).stepMillis(2_500);

        var install = Admin.request()
                .post("/api/v1/instances/" + canary + "/install")
                .then()
                .statusCode(201)
                .extract()
                .<String>path("id");

        until(id, "halted");
        Admin.request().get("/api/v1/instances/" + canary).then().body("state", equalTo("installing"));
        Fleet.untilReady(install);
    }
}
