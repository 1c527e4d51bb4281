package hero.deployer.identity;

import java.time.Duration;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import org.junit.jupiter.api.Test;

import hero.deployer.base.Tx;
import hero.deployer.testing.Admin;
import hero.deployer.testing.PostgresResource;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

/** Signing in to the console, replacing the one-time password, signing out. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
class SignInIT {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Inject
    Pool pool;

    @Inject
    People people;

    private String add(String username) {
        var added = pool.withTransaction(connection -> people.addOrFind(
                        Tx.of(connection), "test", "", username, "Somebody", username + "@example.org"))
                .await()
                .atMost(PATIENCE);
        return java.util.Objects.requireNonNull(added.oneTimePassword());
    }

    private static RequestSpecification json() {
        return given().contentType(ContentType.JSON);
    }

    private static String form(String username, String password) {
        return "{\"username\":\"%s\",\"password\":\"%s\"}".formatted(username, password);
    }

    @Test
    void aOneTimePasswordOpensNothingButItsOwnReplacement() {
        var password = add("signin-ada");

        var cookie = json().body(form("signin-ada", password))
                .post("/api/v1/session")
                .then()
                .statusCode(200)
                .body("username", equalTo("signin-ada"))
                .body("mustChangePassword", equalTo(true))
                .extract()
                .cookie("hero-session");
        given().cookie("hero-session", cookie)
                .get("/api/v1/tokens")
                .then()
                .statusCode(403)
                .body("type", equalTo("/problems/password-change-required"));
        var renewed = json().cookie("hero-session", cookie)
                .body("{\"currentPassword\":\"%s\",\"newPassword\":\"a much better one\"}".formatted(password))
                .put("/api/v1/session/password")
                .then()
                .statusCode(200)
                .body("mustChangePassword", equalTo(false))
                .extract()
                .cookie("hero-session");

        given().cookie("hero-session", cookie).get("/api/v1/session").then().statusCode(401);
        given().cookie("hero-session", renewed)
                .get("/api/v1/session")
                .then()
                .statusCode(200)
                .body("mustChangePassword", equalTo(false));
        json().body(form("signin-ada", password)).post("/api/v1/session").then().statusCode(401);
        json().body(form("signin-ada", "a much better one"))
                .post("/api/v1/session")
                .then()
                .statusCode(200);
    }

    @Test
    void whoeverIsNotSignedInGetsAProblemAndAChallenge() {
        given().get("/api/v1/session")
                .then()
                .statusCode(401)
                .contentType("application/problem+json")
                .header("WWW-Authenticate", containsString("Bearer"))
                .body("type", equalTo("/problems/unauthorized"));
    }

    @Test
    void signingOutEndsTheSessionAndTheCookie() {
        var cookie = json().body(form("signin-bob", add("signin-bob")))
                .post("/api/v1/session")
                .then()
                .header("Set-Cookie", containsString("HttpOnly"))
                .header("Set-Cookie", containsString("SameSite=Strict"))
                .extract()
                .cookie("hero-session");

        var gone = given().cookie("hero-session", cookie).delete("/api/v1/session");

        gone.then().statusCode(204).header("Set-Cookie", containsString("Max-Age=0"));
        given().cookie("hero-session", cookie).get("/api/v1/session").then().statusCode(401);
    }

    @Test
    void anAdministratorsTokenIsAccepted() {
        var me = Admin.request().get("/api/v1/session");

        me.then().statusCode(200).body("username", equalTo("test-admin"));
        assertThat(me.jsonPath().getString("roles[0].role")).isEqualTo("admin");
    }
}
