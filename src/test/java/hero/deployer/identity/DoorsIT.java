package hero.deployer.identity;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import hero.deployer.testing.Admin;
import hero.deployer.testing.PostgresResource;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

/** What is open without a login, and that nothing else is. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
class DoorsIT {
    @ParameterizedTest
    @ValueSource(strings = {"/q/health", "/q/health/live", "/q/health/ready", "/q/health/started"})
    void healthIsOpenOnAnyHost(String path) {
        given().header("Host", "10.1.2.3").get(path).then().statusCode(200);
        given().header("Authorization", "Bearer stale").get(path).then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/index.html", "/organizations/acme", "/apiary", "/queue"})
    void theConsolesFilesAreOpen(String path) {
        assertThat(given().get(path).statusCode()).isNotEqualTo(401);
        given().post(path).then().statusCode(401);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api",
        "GET, /api/v1/session",
        "DELETE, /api/v1/session",
        "PUT, /api/v1/session/password",
        "GET, /api/v1/session/password",
        "POST, /api/v1/session/",
        "POST, /api/v1/session;x=1",
        "GET, /api/v1/tokens",
        "POST, /api/v1/tokens",
        "DELETE, /api/v1/tokens/tok_1",
        "GET, /api/v1/people",
        "POST, /api/v1/people/ada/one-time-password",
        "GET, /api/v1/outbox",
        "POST, /api/v1/outbox/mail_1/resend",
        "GET, /api/v1/channels",
        "POST, /api/v1/channels",
        "GET, /api/v1/setups",
        "GET, /api/v1/organizations",
        "POST, /api/v1/organizations",
        "DELETE, /api/v1/organizations/acme",
        "GET, /api/v1/nodes",
        "GET, /api/v1/audit",
        "GET, /api/v1/events",
        "GET, /api/v1/no-such-route",
        "PATCH, /api/v1/no-such-route",
        "GET, //api/v1/tokens",
        "GET, /%61pi/v1/tokens",
        "GET, /api;x=1/v1/tokens",
        "GET, /x/../api/v1/tokens",
        "GET, /q",
        "GET, /q/openapi",
        "GET, /q/metrics",
        "GET, /q/dev-ui",
        "GET, /q/health/../metrics",
        "GET, /q/health;x=1",
        "GET, /q/healthy",
        "POST, /q/health",
    })
    void everythingElseIsAProblemWithAChallenge(String method, String path) {
        for (var credential : new String[] {null, "Bearer wrong", "Bearer ", "Basic YWRtaW46YWRtaW4="}) {
            var request = given().urlEncodingEnabled(false).cookie(Accounts.COOKIE, "wrong");
            if (credential != null) {
                request.header("Authorization", credential);
            }
            request.request(method, path)
                    .then()
                    .statusCode(401)
                    .contentType("application/problem+json")
                    .header("WWW-Authenticate", containsString("Bearer"))
                    .body("type", equalTo("/problems/unauthorized"))
                    .body("status", equalTo(401));
        }
    }

    @Test
    void aTokenOpensTheRest() {
        Admin.request().get("/q/openapi").then().statusCode(200);
        Admin.request().get("/q/metrics").then().statusCode(200);
        Admin.request().get("/api/v1/no-such-route").then().statusCode(404);
        Admin.request()
                .get("/api/v1/session")
                .then()
                .statusCode(200)
                .body("username", equalTo("test-admin"))
                .body("roles[0].role", equalTo("admin"));
    }
}
