package hero.deployer.base.http;

import java.io.IOException;
import java.time.Duration;
import java.util.UUID;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import hero.deployer.identity.Grant;
import hero.deployer.identity.Role;
import hero.deployer.testing.Admin;
import hero.deployer.testing.PostgresResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

/** What is measured of requests, and who may read it. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
class RequestMetricsIT {
    private static final String TOKEN = "a-token-for-metrics-alone";

    @Test
    void nothing_that_a_caller_writes_becomes_a_label() throws IOException {
        ask("GET", "/api/v1/nodes", "localhost");
        var mark = "m" + UUID.randomUUID().toString().replace("-", "");
        for (int i = 0; i < 150; i++) {
            var more = mark + i;
            ask(more.toUpperCase(java.util.Locale.ROOT), "/", "localhost");
            ask("GET", "/" + more, "localhost");
            ask("GET", "/assets/" + more, "localhost");
            ask("GET", "/api/v1/" + more, "localhost");
            ask("POST", "/api/v1/organizations/" + more, "localhost");
            ask("GET", "/secret/" + more, "ada--acme.localhost");
            ask("GET", "/" + more, more + ".example.org");
        }
        Admin.request().get("/api/v1/" + mark).then().statusCode(404);
        Admin.request().get("/api/v1/channels/" + mark + "/builds").then().statusCode(404);
        Admin.request().get("/api/v1/organizations").then().statusCode(200);

        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(metrics())
                        .containsPattern("http_server_requests_seconds_count\\{.*method=\"other\".*uri=\"other\"")
                        .containsPattern("http_server_requests_seconds_count\\{.*uri=\"/api/v1/organizations\"")
                        .containsPattern(
                                "http_server_requests_seconds_count\\{.*uri=\"/api/v1/channels/\\{channel}/builds\"")
                        .doesNotContainIgnoringCase(mark)
                        .doesNotContain("ada--acme"));
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1", "10.42.0.17:8080", "deployer.svc"})
    void a_collector_reads_them_by_whatever_address_with_the_token_of_its_own(String host) {
        RestAssured.given()
                .header("Host", host)
                .header("Authorization", "Bearer " + TOKEN)
                .get("/q/metrics")
                .then()
                .statusCode(200);
        RestAssured.given().header("Host", host).get("/q/metrics").then().statusCode(401);
    }

    @Test
    void that_token_opens_nothing_else() {
        for (var path : new String[] {"/api/v1/organizations", "/q/openapi", "/api/v1/session"}) {
            RestAssured.given()
                    .header("Authorization", "Bearer " + TOKEN)
                    .get(path)
                    .then()
                    .statusCode(401);
        }
    }

    @Test
    void of_people_staff_alone_read_them() {
        var viewer = Admin.requestAs("metrics-viewer", new Grant(Role.VIEWER, Grant.EVERYWHERE));
        var member = Admin.requestAs("metrics-admin", new Grant(Role.ADMIN, "acme"));
        var operator = Admin.requestAs("metrics-operator", new Grant(Role.OPERATOR, Grant.EVERYWHERE));

        viewer.get("/q/metrics").then().statusCode(403).body("type", equalTo("/problems/forbidden"));
        member.get("/q/metrics").then().statusCode(403);
        Admin.requestAs("metrics-nobody").get("/q/metrics").then().statusCode(403);
        operator.get("/q/metrics").then().statusCode(200);
    }

    private static String metrics() {
        return Admin.request()
                .get("/q/metrics")
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }

    private static void ask(String method, String path, String host) throws IOException {
        try (var client = new RawClient()) {
            client.send(method + " " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
            assertThat(client.readToEnd(Duration.ofSeconds(20))).startsWith("HTTP/1.1 ");
        }
    }
}
