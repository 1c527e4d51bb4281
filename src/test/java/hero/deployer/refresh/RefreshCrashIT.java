package hero.deployer.refresh;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import hero.deployer.testing.Admin;
import hero.deployer.testing.PostgresResource;

import static hero.deployer.refresh.Fleet.NEW;
import static hero.deployer.refresh.Fleet.OLD;
import static hero.deployer.refresh.Fleet.strategy;
import static hero.deployer.refresh.Fleet.until;
import static org.assertj.core.api.Assertions.assertThat;

/** A turn broken off at any commit, or taken over in the middle, is taken up again: each agent is told once, and all get there. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
class RefreshCrashIT {
    private static final List<String> COMMITS =
            List.of("begin", "start", "land", "bake", "pass_canary", "on_to_admin", "close");

    @Inject
    Fleet fleet;

    @Inject
    BreakPoints breakPoints;

    @Test
    void brokenOffAtAnyCommitItIsTakenUpAgain() {
        var slug = fleet.organization(2);
        int installs = fleet.agent(slug, 1).installs();

        for (var point : COMMITS) {
            var build = Fleet.build(slug).equals(OLD) ? NEW : OLD;
            var watched = strategy("canary", 1, "bakeSeconds", point.equals("bake") ? 1 : 0);
            breakPoints.arm(point + ".before-commit", point + ".after-commit");
            String id = Admin.request()
                    .body(Map.of("build", build, "strategy", watched))
                    .post("/api/v1/organizations/" + slug + "/refreshes")
                    .then()
                    .statusCode(201)
                    .extract()
                    .path("id");

            var ended = until(id, "succeeded");

            assertThat(breakPoints.isArmed()).as("broke off at " + point).isFalse();
            assertThat(ended.getInt("counts.succeeded")).isEqualTo(3);
            assertThat(Fleet.members(id))
                    .extracting(member -> member.get("attempts"))
                    .containsOnly(1);
            installs++;
            for (int i = 0; i <= 2; i++) {
                assertThat(fleet.agent(slug, i).build()).isEqualTo(build);
                assertThat(fleet.agent(slug, i).installs()).isEqualTo(installs);
            }
        }
    }

    @Test
    void takenOverWithMembersUnderWayEachIsFoundAgain() {
        var slug = fleet.organization(2);
        for (int i = 0; i <= 2; i++) {
            fleet.agent(slug, i).stepMillis(400);
        }
        var id = Fleet.start(slug, strategy());
        Fleet.untilMember(id, fleet.instance(slug, 1), "updating");

        fleet.takeLeaseAway(id);

        assertThat(until(id, "succeeded").getInt("counts.succeeded")).isEqualTo(3);
        for (int i = 0; i <= 2; i++) {
            assertThat(fleet.agent(slug, i).installs()).isEqualTo(2);
            assertThat(fleet.agent(slug, i).build()).isEqualTo(NEW);
        }
    }

    @Test
    void brokenOffBeforeTheLastCountsAreToldTheNextTurnTellsThem() {
        var slug = fleet.organization(2);
        fleet.agent(slug, 1).stepMillis(100);
        var id = Fleet.start(slug, strategy("maxParallel", 1));
        fleet.untilTold(slug, 1, 2);
        Fleet.verb(id, "pause").then().statusCode(200);

        // that it is verified, and that it came through
        breakPoints.arm("land.after-commit", "land.after-commit");

        until(id, "paused");
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> fleet.succeededAsTold(id) == 1);
        breakPoints.arm();
        Fleet.verb(id, "cancel").then().statusCode(200);
    }
}
