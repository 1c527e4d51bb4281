package hero.deployer.refresh;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;

import hero.deployer.identity.Grant;
import hero.deployer.identity.Role;
import hero.deployer.testing.Admin;
import hero.deployer.testing.PostgresResource;

import static hero.deployer.refresh.Fleet.NEW;
import static hero.deployer.refresh.Fleet.strategy;
import static hero.deployer.refresh.Fleet.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

/** The routes: what they refuse, to whom, and that clicks do not add up. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
class RefreshApiIT {
    @Inject
    Fleet fleet;

    @Test
    void badFormsAreRefusedWithTheirField() {
        var slug = fleet.organization(0);

        Map.of(
                        "strategy.canary", Map.of("canary", "101%"),
                        "strategy.maxParallel", Map.of("maxParallel", 0),
                        "strategy.maxFailures", Map.of("maxFailures", -1),
                        "strategy.bakeSeconds", Map.of("bakeSeconds", -1),
                        "strategy.memberDeadlineSeconds", Map.of("memberDeadlineSeconds", 0),
                        "strategy.autoRollback", Map.of("autoRollback", "yes"),
                        "strategy.speed", Map.of("speed", 3))
                .forEach((field, strategy) -> post(slug, Map.of("strategy", strategy))
                        .then()
                        .statusCode(400)
                        .body("detail", startsWith(field + ": ")));
        post(slug, Map.of("build", "9.9.9-nowhere"))
                .then()
                .statusCode(422)
                .body("type", equalTo("/problems/unknown-build"));
        post("ref-nowhere", Map.of()).then().statusCode(404);
        var id = Fleet.start(slug, strategy());
        for (var query : List.of("limit=0", "limit=2001", "wave=3", "state=asleep", "cursor=x")) {
            Admin.request()
                    .get("/api/v1/refreshes/" + id + "/members?" + query)
                    .then()
                    .statusCode(400)
                    .body("detail", startsWith(query.substring(0, query.indexOf('=')) + ": "));
        }
        Admin.request().get("/api/v1/refreshes/ref_none").then().statusCode(404);
        Admin.request().post("/api/v1/refreshes/ref_none/pause").then().statusCode(404);
    }

    @Test
    void viewersReadOperatorsRunAndOthersSeeNothing() {
        var slug = fleet.organization(1);
        var id = Fleet.start(slug, strategy());
        until(id, "succeeded");
        var viewer = new Grant(Role.VIEWER, slug);
        var operator = new Grant(Role.OPERATOR, slug);
        var stranger = new Grant(Role.ADMIN, "elsewhere");

        for (var path : List.of("", "/members", "/causes")) {
            Admin.requestAs(slug + "-viewer", viewer)
                    .get("/api/v1/refreshes/" + id + path)
                    .then()
                    .statusCode(200);
            Admin.requestAs(slug + "-stranger", stranger)
                    .get("/api/v1/refreshes/" + id + path)
                    .then()
                    .statusCode(404);
        }
        Admin.requestAs(slug + "-viewer", viewer)
                .post("/api/v1/refreshes/" + id + "/rollback")
                .then()
                .statusCode(403);
        Admin.requestAs(slug + "-stranger", stranger)
                .post("/api/v1/refreshes/" + id + "/rollback")
                .then()
                .statusCode(404);
        Admin.requestAs(slug + "-viewer", viewer)
                .body(Map.of("dryRun", true))
                .post("/api/v1/organizations/" + slug + "/refreshes")
                .then()
                .statusCode(403);
        Admin.requestAs(slug + "-operator", operator)
                .post("/api/v1/refreshes/" + id + "/rollback")
                .then()
                .statusCode(200);
        until(id, "rolled_back");
    }

    @Test
    void clicksDoNotAddUp() {
        var slug = fleet.organization(1);
        fleet.agent(slug, 1).stepMillis(200);

        var answers = Stream.generate(() -> CompletableFuture.supplyAsync(() -> Fleet.post(slug, strategy())))
                .limit(6)
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        var made = answers.stream()
                .filter(answer -> answer.statusCode() == 201)
                .map(answer -> answer.<String>path("id"))
                .toList();
        assertThat(made).hasSize(1);
        assertThat(answers).filteredOn(answer -> answer.statusCode() != 201).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(409);
            assertThat(answer.<String>path("refresh")).isEqualTo(made.getFirst());
        });
        until(made.getFirst(), "succeeded");
    }

    @Test
    void theSameKeyIsTheSameRun() {
        var slug = fleet.organization(1);

        var ids = Stream.generate(() -> Admin.request()
                        .header("Idempotency-Key", slug + "-once")
                        .body(Map.of("build", NEW, "strategy", strategy()))
                        .post("/api/v1/organizations/" + slug + "/refreshes")
                        .then()
                        .statusCode(201)
                        .extract()
                        .<String>path("id"))
                .limit(3)
                .distinct()
                .toList();

        assertThat(ids).hasSize(1);
        until(ids.getFirst(), "succeeded");
    }

    @Test
    void membersAreReadInPartsByStateWaveAndName() {
        var slug = fleet.organization(3);
        var id = Fleet.start(slug, strategy("canary", 1));
        until(id, "succeeded");

        assertThat(instances(id, "?limit=2")).hasSize(2);
        assertThat(instances(id, "?limit=2&cursor=1"))
                .hasSize(2)
                .doesNotContainAnyElementsOf(instances(id, "?limit=2"));
        assertThat(instances(id, "?wave=0")).containsExactly(fleet.instance(slug, 1));
        assertThat(instances(id, "?wave=2")).containsExactly(fleet.instance(slug, 0));
        assertThat(instances(id, "?q=-P2")).containsExactly(fleet.instance(slug, 2));
        assertThat(instances(id, "?q=%25")).isEmpty();
        assertThat(instances(id, "?state=succeeded")).hasSize(4);
        assertThat(instances(id, "?state=failed")).isEmpty();
    }

    private static List<String> instances(String refresh, String query) {
        return Admin.request()
                .get("/api/v1/refreshes/" + refresh + "/members" + query)
                .then()
                .statusCode(200)
                .extract()
                .path("items.instance");
    }

    private static Response post(String slug, Map<String, Object> body) {
        return Admin.request().body(body).post("/api/v1/organizations/" + slug + "/refreshes");
    }
}
