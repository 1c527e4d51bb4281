package hero.deployer.identity;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import hero.deployer.testing.Admin;
import hero.deployer.testing.PostgresResource;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

/** Who may try the mail server out. The deployer under test has none. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
class TestMailIT {
    private static final String ROUTE = "/api/v1/outbox/test";

    @Test
    void withoutAMailServerItSaysWhatToSet() {
        Admin.request()
                .body("{}")
                .post(ROUTE)
                .then()
                .statusCode(409)
                .body("type", equalTo("/problems/mail-not-configured"))
                .body("detail", containsString("DEPLOYER_MAIL_HOST"));
    }

    @Test
    void whatIsNoAddressIsNamed() {
        Admin.request()
                .body("{\"to\": \"nobody\"}")
                .post(ROUTE)
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("to"));
    }

    @Test
    void onlyWhoAdministersEverythingMay() {
        Admin.requestAs("test-mail-acme", new Grant(Role.ADMIN, "test-mail-org"))
                .body("{}")
                .post(ROUTE)
                .then()
                .statusCode(403);
        Admin.requestAs("test-mail-operator", new Grant(Role.OPERATOR, Grant.EVERYWHERE))
                .body("{}")
                .post(ROUTE)
                .then()
                .statusCode(403);
    }
}
