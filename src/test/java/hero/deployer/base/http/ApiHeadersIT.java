package hero.deployer.base.http;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import hero.deployer.testing.Admin;
import hero.deployer.testing.PostgresResource;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;

/** What every answer of the API carries. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
class ApiHeadersIT {
    @ParameterizedTest
    @CsvSource({
        "GET, /api/v1/organizations",
        "GET, /api/v1/channels",
        "GET, /api/v1/nowhere",
        "DELETE, /api/v1/channels",
        "POST, /api/v1/tokens",
        "GET, /api/v1/organizations/nowhere/instances",
        "OPTIONS, /api/v1/channels",
    })
    void nobody_may_keep_it_and_its_request_has_a_name(String method, String path) {
        for (var request : new io.restassured.specification.RequestSpecification[] {
            Admin.request(), RestAssured.given().contentType("application/json")
        }) {
            request.request(method, path)
                    .then()
                    .header("Cache-Control", "no-store")
                    .header("X-Request-Id", matchesPattern("req_[0-9a-z]{16}"));
        }
    }

    @Test
    void a_callers_own_plain_name_is_kept() {
        Admin.request()
                .header("X-Request-Id", "4bf92f35-77b3:1")
                .get("/api/v1/organizations")
                .then()
                .header("X-Request-Id", "4bf92f35-77b3:1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a b", "<script>", "ü", "0123456789012345678901234567890123456789012345678901234567890123x"})
    void any_other_is_replaced(String given) {
        Admin.request()
                .header("X-Request-Id", given)
                .get("/api/v1/organizations")
                .then()
                .header("X-Request-Id", matchesPattern("req_[0-9a-z]{16}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DELETE | /api/v1/channels             | GET, HEAD, OPTIONS, POST",
                "DELETE | /api/v1/channels/            | GET, HEAD, OPTIONS, POST",
                "PATCH  | /api/v1/session              | DELETE, GET, HEAD, OPTIONS, POST",
                "GET    | /api/v1/channels/x/current   | OPTIONS, PUT",
                "MOVE   | /api/v1/channels             | GET, HEAD, OPTIONS, POST",
            })
    void another_method_is_told_which_there_are(String method, String path, String allowed) {
        Admin.request().request(method, path).then().statusCode(405).header("Allow", equalTo(allowed));
    }
}
