package hero.deployer.setup;

import java.time.Duration;
import java.util.Map;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import hero.deployer.base.ProblemException;
import hero.deployer.base.Tx;
import hero.deployer.identity.Grant;
import hero.deployer.identity.Role;
import hero.deployer.testing.Admin;
import hero.deployer.testing.PostgresResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

/** Setups over the API. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
class SetupIT {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String SIZE = "\"provider\":\"fake\",\"slots\":2,\"cpu\":2,\"memoryMiB\":8192,\"diskGiB\":20";

    @Inject
    Pool pool;

    @Inject
    Setups setups;

    private static String form(String name) {
        return "{\"name\":\"" + name + "\"," + SIZE + "}";
    }

    @Test
    void onlyWhoSeesEverythingSeesWhatAnEnvironmentHolds() {
        Admin.request()
                .body("{\"name\":\"setup-secret\"," + SIZE + ",\"environment\":{\"KEY\":\"of somebody\"}}")
                .post("/api/v1/setups")
                .then()
                .statusCode(201);

        for (var path : new String[] {"/api/v1/setups?limit=500", "/api/v1/setups/setup-secret/versions"}) {
            var environment = "items.find { it.name == 'setup-secret' }.environment";
            Admin.requestAs("setup-part", new Grant(Role.ADMIN, "setup-org"))
                    .get(path)
                    .then()
                    .statusCode(200)
                    .body(environment, anEmptyMap());
            Admin.requestAs("setup-whole", new Grant(Role.VIEWER, Grant.EVERYWHERE))
                    .get(path)
                    .then()
                    .body(environment, equalTo(Map.of("KEY", "of somebody")));
        }
    }

    @Test
    void eachVersionStaysWhatItWas() {
        Admin.request()
                .body("{\"name\":\"setup-a\"," + SIZE
                        + ",\"node\":\"fake-1\",\"environment\":{\"B\":\"2\",\"A\":\"1\"}}")
                .post("/api/v1/setups")
                .then()
                .statusCode(201)
                .body("name", equalTo("setup-a"))
                .body("version", equalTo(1))
                .body("node", equalTo("fake-1"))
                .body("environment", equalTo(Map.of("A", "1", "B", "2")));
        Admin.request()
                .body("{" + SIZE.replace("8192", "4096") + "}")
                .post("/api/v1/setups/setup-a/versions")
                .then()
                .statusCode(201)
                .body("version", equalTo(2))
                .body("memoryMiB", equalTo(4096))
                .body("environment", anEmptyMap())
                .body("$", not(org.hamcrest.Matchers.hasKey("node")));

        Admin.request()
                .get("/api/v1/setups/setup-a/versions")
                .then()
                .statusCode(200)
                .body("items.version", equalTo(java.util.List.of(2, 1)))
                .body("items.memoryMiB", equalTo(java.util.List.of(4096, 8192)))
                .body("next", equalTo(null));
        Admin.request()
                .get("/api/v1/setups?limit=500")
                .then()
                .body("items.findAll { it.name == 'setup-a' }.version", equalTo(java.util.List.of(2)));
        assertThatThrownBy(() -> pool.query("update setup_version set cpu = 64 where setup = 'setup-a'")
                        .execute()
                        .await()
                        .atMost(PATIENCE))
                .hasMessageContaining("immutable");
    }

    @Test
    void aNameIsTakenOnce() {
        Admin.request().body(form("setup-taken")).post("/api/v1/setups").then().statusCode(201);

        Admin.request()
                .body(form("setup-taken"))
                .post("/api/v1/setups")
                .then()
                .statusCode(409)
                .body("type", equalTo("/problems/setup-taken"));
        Admin.request()
                .body("{" + SIZE + "}")
                .post("/api/v1/setups/setup-none/versions")
                .then()
                .statusCode(404);
        Admin.request().get("/api/v1/setups/setup-none/versions").then().statusCode(404);
    }

    @Test
    void theSameKeyMakesOneSetup() {
        for (int i = 0; i < 2; i++) {
            Admin.request()
                    .header("Idempotency-Key", "setup-key")
                    .body(form("setup-key"))
                    .post("/api/v1/setups")
                    .then()
                    .statusCode(201)
                    .body("version", equalTo(1));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name | {SIZE}",
                "name | {\"name\":\"Not-A-Label\",SIZE}",
                "name | {\"name\":\"a--b\",SIZE}",
                "provider | {\"name\":\"setup-bad\",\"slots\":1,\"cpu\":1,\"memoryMiB\":64,\"diskGiB\":1}",
                "provider | {\"name\":\"setup-bad\",\"provider\":\"nowhere\",\"slots\":1,\"cpu\":1,\"memoryMiB\":64,\"diskGiB\":1}",
                "slots | {\"name\":\"setup-bad\",\"provider\":\"fake\",\"slots\":0,\"cpu\":1,\"memoryMiB\":64,\"diskGiB\":1}",
                "slots | {\"name\":\"setup-bad\",\"provider\":\"fake\",\"slots\":\"many\",\"cpu\":1,\"memoryMiB\":64,\"diskGiB\":1}",
                "cpu | {\"name\":\"setup-bad\",\"provider\":\"fake\",\"slots\":1,\"cpu\":-1,\"memoryMiB\":64,\"diskGiB\":1}",
                "memoryMiB | {\"name\":\"setup-bad\",\"provider\":\"fake\",\"slots\":1,\"cpu\":1,\"memoryMiB\":1,\"diskGiB\":1}",
                "diskGiB | {\"name\":\"setup-bad\",\"provider\":\"fake\",\"slots\":1,\"cpu\":1,\"memoryMiB\":64,\"diskGiB\":0}",
                "environment.PORT | {\"name\":\"setup-bad\",SIZE,\"environment\":{\"PORT\":\"1\"}}",
                "environment.HERO_X | {\"name\":\"setup-bad\",SIZE,\"environment\":{\"HERO_X\":\"1\"}}",
                "environment.a-b | {\"name\":\"setup-bad\",SIZE,\"environment\":{\"a-b\":\"1\"}}",
                "environment.A | {\"name\":\"setup-bad\",SIZE,\"environment\":{\"A\":null}}",
                "surplus | {\"name\":\"setup-bad\",SIZE,\"surplus\":1}",
            })
    void namesTheFieldAtFaultAndMakesNothing(String field, String form) {
        Admin.request()
                .body(form.replace("SIZE", SIZE))
                .post("/api/v1/setups")
                .then()
                .statusCode(400)
                .body("errors.field", hasItem(field));

        Admin.request().get("/api/v1/setups/setup-bad/versions").then().statusCode(404);
    }

    @Test
    void onlyAdministratorsOfEverythingMayChangeThem() {
        var operator = new Grant(Role.ADMIN, "setup-org");

        Admin.requestAs("setup-orgadmin", operator)
                .body(form("setup-no"))
                .post("/api/v1/setups")
                .then()
                .statusCode(403);
        Admin.requestAs("setup-orgadmin", operator).get("/api/v1/setups").then().statusCode(200);
        Admin.requestAs("setup-nobody").get("/api/v1/setups").then().statusCode(403);
    }

    @Test
    void pagesFollowOneAnother() {
        for (String name : new String[] {"setup-p1", "setup-p2", "setup-p3"}) {
            Admin.request().body(form(name)).post("/api/v1/setups").then().statusCode(201);
        }

        Admin.request()
                .get("/api/v1/setups?limit=2&cursor=setup-p0")
                .then()
                .body("items.name", equalTo(java.util.List.of("setup-p1", "setup-p2")))
                .body("next", equalTo("setup-p2"));
        Admin.request().get("/api/v1/setups?limit=0").then().statusCode(400).body("errors.field", hasItem("limit"));
        Admin.request()
                .get("/api/v1/setups/setup-p1/versions?cursor=x")
                .then()
                .statusCode(400)
                .body("detail", startsWith("cursor"));
    }

    @Test
    void otherRoomsReadTheNewestAndAnyVersion() {
        Admin.request().body(form("setup-read")).post("/api/v1/setups").then().statusCode(201);
        Admin.request()
                .body("{" + SIZE + "}")
                .post("/api/v1/setups/setup-read/versions")
                .then()
                .statusCode(201);
        var tx = Tx.of(pool);

        assertThat(setups.newest(tx, "setup-read").await().atMost(PATIENCE).version())
                .isEqualTo(2);
        assertThat(setups.version(tx, "setup-read", 1).await().atMost(PATIENCE).slots())
                .isEqualTo(2);
        assertThatThrownBy(() -> setups.newest(tx, "setup-none").await().atMost(PATIENCE))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refusal -> assertThat(refusal.problem().detail()).startsWith("setup:"));
    }

    @Test
    void theFirstStartAddsASetupOnce() {
        var basic = new Setups.SetupVersion("setup-first", 1, "fake", 2, 2, 8192, 20, null, Map.of());

        for (boolean isNew : new boolean[] {true, false}) {
            boolean added = pool.withTransaction(connection -> setups.add(Tx.of(connection), basic))
                    .await()
                    .atMost(PATIENCE);
            assertThat(added).isEqualTo(isNew);
        }
    }
}
