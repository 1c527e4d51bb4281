package hero.deployer.identity;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import hero.deployer.testing.Admin;
import hero.deployer.testing.PostgresResource;

import static hero.deployer.identity.Accounts.by;
import static hero.deployer.identity.Accounts.json;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

/** A page of another site must not write with somebody's cookie. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
class OriginIT {
    private static final String FOREIGN = "https://evil.example";

    @Inject
    Accounts accounts;

    @Inject
    PublicOrigin origin;

    @Inject
    PersonStore store;

    private static String cookie = "";

    @BeforeEach
    void signIn() {
        if (cookie.isEmpty()) {
            accounts.add("origin-ada", "", "correct horse battery");
            cookie = Accounts.session("origin-ada", "correct horse battery");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /api/v1/tokens",
        "DELETE, /api/v1/session",
        "PUT, /api/v1/session/password",
        "POST, /api/v1/organizations",
        "PATCH, /api/v1/instances/x",
        "DELETE, /api/v1/organizations/x",
        "POST, /api/v1/no-such-route",
        "POST, /q/health",
        "POST, /",
    })
    void aForeignPageWritesNowhere(String method, String path) {
        by(cookie)
                .header("Origin", FOREIGN)
                .request(method, path)
                .then()
                .statusCode(403)
                .body("type", equalTo("/problems/foreign-origin"));
        by(cookie).header("Origin", "null").request(method, path).then().statusCode(403);
        by(cookie)
                .header("Sec-Fetch-Site", "cross-site")
                .request(method, path)
                .then()
                .statusCode(403);
        by(cookie).get("/api/v1/session").then().statusCode(200);
    }

    @Test
    void theRefusalSaysWhichOriginCameAndWhichWasExpected() {
        by(cookie)
                .header("Origin", "http://deployer.lan")
                .post("/api/v1/tokens")
                .then()
                .statusCode(403)
                .body("detail", containsString("http://deployer.lan,"))
                .body("detail", containsString(origin.value()))
                .body("detail", containsString("DEPLOYER_URL"));
        by(cookie)
                .header("Sec-Fetch-Site", "cross-site")
                .post("/api/v1/tokens")
                .then()
                .statusCode(403)
                .body("detail", containsString("another site"));
    }

    @Test
    void nobodyIsSignedInFromAForeignPage() {
        json().header("Origin", FOREIGN)
                .body("{\"username\":\"origin-ada\",\"password\":\"correct horse battery\"}")
                .post("/api/v1/session")
                .then()
                .statusCode(403)
                .body("type", equalTo("/problems/foreign-origin"));
    }

    @Test
    void ourOwnPageWrites() {
        by(cookie)
                .header("Origin", origin.value())
                .header("Sec-Fetch-Site", "same-origin")
                .body("{\"name\":\"mine\"}")
                .post("/api/v1/tokens")
                .then()
                .statusCode(201);
    }

    @Test
    void readingAndTokensAreNotConcerned() {
        by(cookie).header("Origin", FOREIGN).get("/api/v1/session").then().statusCode(200);
        Admin.request()
                .header("Origin", FOREIGN)
                .delete("/api/v1/tokens/tok_none")
                .then()
                .statusCode(404);
    }
}
