package hero.deployer.identity;

import java.util.concurrent.TimeUnit;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import hero.deployer.testing.Admin;
import hero.deployer.testing.PostgresResource;

import static hero.deployer.identity.Accounts.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

/** API tokens: shown once, kept as a hash, never more than their maker. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
class TokenIT {
    @Inject
    Pool pool;

    private static RequestSpecification person(String username) {
        return Admin.requestAs(username, new Grant(Role.ADMIN, "token-acme"), new Grant(Role.VIEWER, "token-globex"));
    }

    private static RequestSpecification bearer(Response made) {
        var token = made.then().statusCode(201).extract().jsonPath().getString("token");
        return json().header("Authorization", "Bearer " + token);
    }

    @Test
    void theSecretIsShownOnceAndKeptAsAHash() {
        var made = person("token-ada").body("{\"name\":\"ci\"}").post("/api/v1/tokens");

        made.then().statusCode(201).body("name", equalTo("ci")).body("id", notNullValue());
        var token = made.jsonPath().getString("token");
        assertThat(token).hasSizeGreaterThan(40);
        person("token-ada")
                .get("/api/v1/tokens")
                .then()
                .body("items.name", hasItem("ci"))
                .body("items.token", not(hasItem(notNullValue())));
        var kept = Accounts.now(pool.query(
                        "select string_agg(row_to_json(t)::text, '') from api_token t" + " where owner = 'token-ada'")
                .execute());
        assertThat(kept.iterator().next().getString(0)).contains("\"ci\"").doesNotContain(token);
    }

    @Test
    void anEndThatNoCalendarHoldsIsRefused() {
        for (var end :
                new String[] {"+1000000000-12-31T23:59:59Z", "+292278994-08-17T07:12:55Z", "3000-01-01T00:00:00Z"}) {
            person("token-far")
                    .body("{\"name\":\"ci\",\"expiresAt\":\"" + end + "\"}")
                    .post("/api/v1/tokens")
                    .then()
                    .statusCode(400)
                    .body("errors.field", hasItem("expiresAt"));
        }
    }

    @Test
    void theSameKeyMakesOneTokenAndRepeatsNoSecret() {
        var key = "token-key-1";

        var first = person("token-bea")
                .header("Idempotency-Key", key)
                .body("{\"name\":\"ci\"}")
                .post("/api/v1/tokens");
        var second = person("token-bea")
                .header("Idempotency-Key", key)
                .body("{\"name\":\"ci\"}")
                .post("/api/v1/tokens");

        first.then().statusCode(201).body("token", notNullValue());
        second.then()
                .statusCode(201)
                .body("id", equalTo(first.jsonPath().getString("id")))
                .body("token", nullValue());
    }

    @Test
    void aTokenIsCappedToItsRoleAndOrganization() {
        var made = person("token-cid")
                .body("{\"name\":\"ci\",\"role\":\"operator\",\"organization\":\"token-acme\"}")
                .post("/api/v1/tokens");

        bearer(made)
                .get("/api/v1/session")
                .then()
                .body("roles", hasSize(1))
                .body("roles[0].role", equalTo("operator"))
                .body("roles[0].organization", equalTo("token-acme"));
    }

    @Test
    void nobodyMakesATokenThatMayMoreThanThey() {
        person("token-dan")
                .body("{\"name\":\"x\",\"role\":\"admin\",\"organization\":\"token-globex\"}")
                .post("/api/v1/tokens")
                .then()
                .statusCode(403);
        person("token-dan")
                .body("{\"name\":\"x\",\"organization\":\"token-unseen\"}")
                .post("/api/v1/tokens")
                .then()
                .statusCode(404);
        Admin.requestAs("token-dora", new Grant(Role.VIEWER, "token-acme"))
                .body("{\"name\":\"x\",\"role\":\"admin\"}")
                .post("/api/v1/tokens")
                .then()
                .statusCode(403);
    }

    @Test
    void aTokenMakesNoTokenThatMayMoreOrLastsLonger() {
        var viewer =
                person("token-eve").body("{\"name\":\"v\",\"role\":\"viewer\"}").post("/api/v1/tokens");
        var brief = person("token-eve")
                .body("{\"name\":\"b\",\"organization\":\"token-acme\",\"expiresAt\":\"2099-01-01T00:00:00Z\"}")
                .post("/api/v1/tokens");

        bearer(viewer).body("{\"name\":\"x\"}").post("/api/v1/tokens").then().statusCode(403);
        bearer(brief)
                .body("{\"name\":\"x\",\"organization\":\"token-globex\"}")
                .post("/api/v1/tokens")
                .then()
                .statusCode(403);
        bearer(brief)
                .body("{\"name\":\"x\"}")
                .post("/api/v1/tokens")
                .then()
                .statusCode(201)
                .body("organization", equalTo("token-acme"))
                .body("expiresAt", equalTo("2099-01-01T00:00:00Z"));
        var id = viewer.jsonPath().getString("id");
        bearer(brief).delete("/api/v1/tokens/" + id).then().statusCode(403);
        bearer(viewer).delete("/api/v1/tokens/" + id).then().statusCode(204);
    }

    @Test
    void aTokenNeverOutlivesItsOwnersRights() {
        var made = bearer(person("token-fay").body("{\"name\":\"ci\"}").post("/api/v1/tokens"));
        made.get("/api/v1/session").then().body("roles", hasSize(2));

        Accounts.now(pool.query("delete from role_grant where username = 'token-fay'")
                .execute());

        Awaitility.await()
                .atMost(5, TimeUnit.SECONDS)
                .untilAsserted(() -> made.get("/api/v1/session").then().body("roles", empty()));
    }

    @Test
    void anEndedTokenIsNone() {
        var made = person("token-gus").body("{\"name\":\"ci\"}").post("/api/v1/tokens");
        bearer(made).get("/api/v1/session").then().statusCode(200);

        person("token-gus")
                .delete("/api/v1/tokens/" + made.jsonPath().getString("id"))
                .then()
                .statusCode(204);

        bearer(made).get("/api/v1/session").then().statusCode(401);
        person("token-gus")
                .delete("/api/v1/tokens/" + made.jsonPath().getString("id"))
                .then()
                .statusCode(404);
    }

    @Test
    void anExpiredTokenIsNone() {
        var made = person("token-hal").body("{\"name\":\"ci\"}").post("/api/v1/tokens");
        Accounts.now(pool.preparedQuery("update api_token set expires_at = clock_timestamp() where id = $1")
                .execute(Tuple.of(made.jsonPath().getString("id"))));

        bearer(made).get("/api/v1/session").then().statusCode(401);
    }

    @Test
    void othersTokensAreNotSeenNorEnded() {
        var made = person("token-ida").body("{\"name\":\"hers\"}").post("/api/v1/tokens");
        var id = made.jsonPath().getString("id");

        person("token-jan").get("/api/v1/tokens").then().body("items.name", not(hasItem("hers")));
        person("token-jan").get("/api/v1/tokens?owner=token-ida").then().statusCode(403);
        person("token-jan").delete("/api/v1/tokens/" + id).then().statusCode(404);
        Admin.request().get("/api/v1/tokens?owner=token-ida").then().body("items.name", hasItem("hers"));
        Admin.request().delete("/api/v1/tokens/" + id).then().statusCode(204);
    }

    @Test
    void badFormsAreNamed() {
        person("token-kim")
                .body("{}")
                .post("/api/v1/tokens")
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("name"));
        person("token-kim")
                .body("{\"name\":\"x\",\"role\":\"god\"}")
                .post("/api/v1/tokens")
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("role"));
        person("token-kim")
                .body("{\"name\":\"x\",\"expiresAt\":\"2001-01-01T00:00:00Z\"}")
                .post("/api/v1/tokens")
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("expiresAt"));
        person("token-kim")
                .get("/api/v1/tokens?limit=0")
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("limit"));
    }

    @Test
    void longListsComeInPages() {
        person("token-lea")
                .body("{\"name\":\"one\"}")
                .post("/api/v1/tokens")
                .then()
                .statusCode(201);
        person("token-lea")
                .body("{\"name\":\"two\"}")
                .post("/api/v1/tokens")
                .then()
                .statusCode(201);

        var first = person("token-lea").get("/api/v1/tokens?limit=2");
        var rest = person("token-lea")
                .get("/api/v1/tokens?limit=2&cursor=" + first.jsonPath().getString("next"));

        // the third is the token that this test comes with
        first.then().body("items", hasSize(2));
        rest.then().body("items", hasSize(1)).body("next", nullValue());
    }
}
