package hero.deployer.node;

import java.time.Duration;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import org.junit.jupiter.api.Test;

import hero.deployer.events.EventLog;
import hero.deployer.identity.Grant;
import hero.deployer.identity.Role;
import hero.deployer.testing.Admin;
import hero.deployer.testing.PostgresResource;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

/** Nodes over HTTP. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
class NodeResourceIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject
    EventLog events;

    @Inject
    Pool pool;

    private void run(String sql, Tuple values) {
        pool.preparedQuery(sql).execute(values).await().atMost(PATIENCE);
    }

    private void node(String provider, int slots) {
        run(
                "insert into node (id, provider, name, slots, online, last_seen) values ($1 || '.a', $1, 'a', $2, true, clock_timestamp())",
                Tuple.of(provider, slots));
    }

    private void reservation(String instance, String node, int slots, String state) {
        run(
                "insert into node_reservation (instance, node, slots, state) values ($1, $2, $3, $4)",
                Tuple.of(instance, node, slots, state));
    }

    @Test
    void showsSlotsAndRoom() {
        node("nodeapi1", 20);
        reservation("nodeapi1-1", "nodeapi1.a", 4, "used");
        reservation("nodeapi1-2", "nodeapi1.a", 2, "reserved");

        var path = "items.find { it.id == 'nodeapi1.a' }.";
        Admin.request()
                .get("/api/v1/nodes")
                .then()
                .statusCode(200)
                .body("items.id", hasItem("local"))
                .body(path + "name", equalTo("a"))
                .body(path + "provider", equalTo("nodeapi1"))
                .body(path + "status", equalTo("online"))
                .body(path + "slots.total", equalTo(20))
                .body(path + "slots.used", equalTo(4))
                .body(path + "slots.reserved", equalTo(2))
                .body(path + "slots.free", equalTo(14))
                .body(path + "roomFor", equalTo(7));
    }

    @Test
    void isNothingForSomebodyWithoutAnyRole() {
        Admin.requestAs("node-api-nobody").get("/api/v1/nodes").then().statusCode(403);
        Admin.requestAs("node-api-viewer", new Grant(Role.VIEWER, "node-api-org"))
                .get("/api/v1/nodes")
                .then()
                .statusCode(200);
    }

    @Test
    void countsRoomInMembersOfTheAskedSetup() {
        Admin.request().body("""
                        {"name": "node-api-big", "provider": "local", "slots": 5, "cpu": 2, "memoryMiB": 8192, "diskGiB": 20,
                         "environment": {}}
                        """).post("/api/v1/setups").then().statusCode(201);
        node("nodeapi2", 20);
        int free = Admin.request().get("/api/v1/nodes").path("items.find { it.id == 'local' }.slots.free");

        Admin.request()
                .get("/api/v1/nodes?setup=node-api-big")
                .then()
                .statusCode(200)
                .body("items.find { it.id == 'local' }.roomFor", equalTo(free / 5))
                .body("items.find { it.id == 'nodeapi2.a' }.roomFor", equalTo(0));
        Admin.request()
                .get("/api/v1/nodes?setup=no-such-setup")
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("setup"));
    }

    @Test
    void maintenanceComesAndGoesWithAuditAndEvent() {
        node("nodeapi3", 4);

        Admin.request()
                .body("{\"maintenance\": true, \"reason\": \"new disks\"}")
                .patch("/api/v1/nodes/nodeapi3.a")
                .then()
                .statusCode(200)
                .body("status", equalTo("maintenance"))
                .body("reason", equalTo("new disks"))
                .body("roomFor", equalTo(0));
        Admin.request()
                .body("{\"maintenance\": true, \"reason\": \"new disks\"}")
                .patch("/api/v1/nodes/nodeapi3.a")
                .then()
                .statusCode(200);
        Admin.request()
                .body("{\"status\": \"online\"}")
                .patch("/api/v1/nodes/nodeapi3.a")
                .then()
                .statusCode(200)
                .body("status", equalTo("online"))
                .body("roomFor", equalTo(2));

        NodeEvents.await(events, "nodeapi3.a", 2);
        assertThat(NodeEvents.of(events, "nodeapi3.a"))
                .extracting(data -> data.getString("status"))
                .containsExactly("maintenance", "online");
    }

    @Test
    void refusesBadEditsByTheirField() {
        node("nodeapi4", 4);

        edit("nodeapi4.a", "{}", 400, "maintenance");
        edit("nodeapi4.a", "{\"status\": \"offline\"}", 400, "status");
        edit("nodeapi4.a", "{\"status\": \"online\", \"maintenance\": true}", 400, "status");
        edit("nodeapi4.a", "{\"maintenance\": true, \"reason\": \"" + "x".repeat(201) + "\"}", 400, "reason");
        edit("nodeapi4.a", "{\"maintenance\": true, \"slots\": 5}", 400, "slots");
        Admin.request()
                .body("{\"maintenance\": true}")
                .patch("/api/v1/nodes/no-such-node")
                .then()
                .statusCode(404);
    }

    private static void edit(String node, String body, int status, String field) {
        Admin.request()
                .body(body)
                .patch("/api/v1/nodes/" + node)
                .then()
                .statusCode(status)
                .body("errors[0].field", equalTo(field));
    }

    @Test
    void everyoneSignedInSeesNodesAndOnlyAdministratorsOfAllChangeThem() {
        node("nodeapi5", 4);
        var someone = "node-api-someone";

        given().get("/api/v1/nodes").then().statusCode(401);
        Admin.requestAs(someone, new Grant(Role.ADMIN, "some-org"))
                .get("/api/v1/nodes")
                .then()
                .statusCode(200)
                .body("items.id", hasItem("nodeapi5.a"));
        Admin.requestAs(someone)
                .body("{\"maintenance\": true}")
                .patch("/api/v1/nodes/nodeapi5.a")
                .then()
                .statusCode(403);
    }
}
