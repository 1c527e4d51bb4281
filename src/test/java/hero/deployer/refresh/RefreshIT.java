package hero.deployer.refresh;

import java.util.List;
import java.util.Map;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import hero.deployer.testing.Admin;
import hero.deployer.testing.PostgresResource;

import static hero.deployer.refresh.Fleet.NEW;
import static hero.deployer.refresh.Fleet.OLD;
import static hero.deployer.refresh.Fleet.strategy;
import static hero.deployer.refresh.Fleet.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;

/** A whole organization comes to one build, wave by wave. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
class RefreshIT {
    @Inject
    Fleet fleet;

    @Test
    void everyoneComesToTheBuildCanaryFirstAdminLast() {
        var slug = fleet.organization(3);

        var id = Fleet.start(slug, strategy("canary", 1, "bakeSeconds", 1, "maxParallel", 1));
        var ended = until(id, "succeeded");

        assertThat(ended.getInt("counts.succeeded")).isEqualTo(4);
        assertThat(ended.getInt("total")).isEqualTo(4);
        assertThat(ended.getBoolean("canaryPassed")).isTrue();
        assertThat(ended.getList("verbs")).containsExactly("rollback");
        assertThat(Fleet.build(slug)).isEqualTo(NEW);
        for (int i = 0; i <= 3; i++) {
            assertThat(fleet.agent(slug, i).build()).isEqualTo(NEW);
            Admin.request()
                    .get("/api/v1/instances/" + fleet.instance(slug, i))
                    .then()
                    .body("state", equalTo("ready"))
                    .body("build", equalTo(NEW))
                    .body("desiredBuild", equalTo(NEW))
                    .body("health", equalTo("healthy"))
                    .body("drifted", equalTo(false));
        }
        var members = Fleet.members(id);
        assertThat(members).extracting(member -> member.get("wave")).containsExactly(0, 1, 1, 2);
        assertThat(members).extracting(member -> member.get("from")).containsOnly(OLD);
        assertThat(members)
                .extracting(member -> String.valueOf(member.get("startedAt")))
                .isSorted();
        assertThat(members.getLast().get("role")).isEqualTo("admin");
        assertThat(Admin.request()
                        .get("/api/v1/audit?organization=" + slug + "&subject=" + id)
                        .jsonPath()
                        .getList("items.action"))
                .contains("refresh.start", "refresh.running", "refresh.succeeded");
    }

    @Test
    void aRehearsalSaysWhoGoesWhenAndWhoIsLeftAloneAndDoesNothing() {
        var slug = fleet.organization(3);
        pin(fleet.instance(slug, 2), "it is on loan");

        Admin.request()
                .body(Map.of("build", NEW, "dryRun", true))
                .post("/api/v1/organizations/" + slug + "/refreshes")
                .then()
                .statusCode(200)
                .body("dryRun", equalTo(true))
                .body("build", equalTo(NEW))
                .body("total", equalTo(4))
                .body("skipped", equalTo(1))
                .body("strategy.maxParallel", equalTo("25%"))
                .body("resolved.parallel", equalTo(1))
                .body("waves.kind", contains("canary", "members", "admin"))
                .body("waves.count", contains(1, 1, 1))
                .body("members.find { it.state == 'skipped' }.reason", matchesPattern("Pinned by \\S+: it is on loan"));
        Admin.request()
                .get("/api/v1/organizations/" + slug + "/refreshes")
                .then()
                .body("items", equalTo(List.of()));
        assertThat(fleet.agent(slug, 1).build()).isEqualTo(OLD);
    }

    @Test
    void withNothingToDoItSucceedsAtOnce() {
        var slug = fleet.organization(1);
        until(Fleet.start(slug, strategy()), "succeeded");

        Fleet.post(slug, strategy())
                .then()
                .statusCode(201)
                .body("state", equalTo("succeeded"))
                .body("counts.skipped", equalTo(2));
    }

    @Test
    void theSummaryShowsTheOpenOneAndHistoryThemAll() {
        var slug = fleet.organization(1);
        fleet.agent(slug, 1).stepMillis(400);

        var id = Fleet.start(slug, strategy());
        Admin.request()
                .get("/api/v1/organizations/" + slug)
                .then()
                .body("refresh.id", equalTo(id))
                .body("refresh.total", equalTo(2));
        Fleet.post(slug, strategy())
                .then()
                .statusCode(409)
                .body("type", equalTo("/problems/refresh-open"))
                .body("refresh", equalTo(id))
                .body("href", equalTo("/api/v1/refreshes/" + id));
        until(id, "succeeded");

        Admin.request().get("/api/v1/organizations/" + slug).then().body("refresh", nullValue());
        Admin.request()
                .get("/api/v1/organizations/" + slug + "/refreshes")
                .then()
                .body("items.id", hasItems(id));
    }

    @Test
    void aHealthThatChangedIsToldAsSuch() {
        var slug = fleet.organization(1);
        var member = fleet.instance(slug, 1);
        fleet.count(
                "with changed as (update instance set health = 'unknown' where id = $1 returning 1) select count(*) from changed",
                member);

        until(Fleet.start(slug, strategy()), "succeeded");

        var events =
                Admin.request().get("/api/v1/instances/" + member + "/events").jsonPath();
        var told = events.getMap("items.find { it.type == 'instance.health' }.data");
        assertThat(told)
                .containsEntry("from", "unknown")
                .containsEntry("to", "healthy")
                .containsEntry("state", "ready")
                .containsEntry("build", NEW);
        assertThat(events.getList("items.findAll { it.type == 'instance.state' }.data.state"))
                .contains("installing", "ready");
    }

    @Test
    void theRunKeepsItsBuildWhateverTheChannelSaysMeanwhile() {
        var slug = fleet.organization(1);
        fleet.agent(slug, 1).stepMillis(150);
        fleet.current(NEW);
        try {
            var id = Admin.request()
                    .body(Map.of("strategy", strategy()))
                    .post("/api/v1/organizations/" + slug + "/refreshes")
                    .then()
                    .statusCode(201)
                    .body("build", equalTo(NEW))
                    .extract()
                    .<String>path("id");
            Fleet.untilMember(id, fleet.instance(slug, 1), "updating");

            fleet.current(OLD);

            assertThat(until(id, "succeeded").getInt("counts.succeeded")).isEqualTo(2);
            assertThat(fleet.agent(slug, 1).build()).isEqualTo(NEW);
            assertThat(Fleet.build(slug)).isEqualTo(NEW);
        } finally {
            fleet.current(OLD);
        }
    }

    static void unpin(String instance) {
        Admin.request()
                .body("{\"pinned\":null}")
                .patch("/api/v1/instances/" + instance)
                .then()
                .statusCode(200);
    }

    static void pin(String instance, String reason) {
        Admin.request()
                .body(Map.of("pinned", Map.of("reason", reason)))
                .patch("/api/v1/instances/" + instance)
                .then()
                .statusCode(200);
    }
}
