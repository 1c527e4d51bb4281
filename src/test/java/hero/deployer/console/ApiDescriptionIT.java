package hero.deployer.console;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import hero.deployer.testing.Admin;
import hero.deployer.testing.PostgresResource;

import static org.assertj.core.api.Assertions.assertThat;

/** What a generated client is made of. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
@SuppressWarnings("unchecked") // a JSON tree
class ApiDescriptionIT {
    private static final List<String> ROUTES = List.of(
            "/api/v1/session",
            "/api/v1/session/password",
            "/api/v1/channels",
            "/api/v1/channels/{channel}/builds",
            "/api/v1/channels/{channel}/current",
            "/api/v1/setups",
            "/api/v1/organizations",
            "/api/v1/organizations/{org}",
            "/api/v1/organizations/{org}/instances",
            "/api/v1/organizations/{org}/onboardings",
            "/api/v1/organizations/{org}/members",
            "/api/v1/organizations/{org}/members/removals",
            "/api/v1/organizations/{org}/health-checks",
            "/api/v1/organizations/{org}/refreshes",
            "/api/v1/refreshes/{id}",
            "/api/v1/refreshes/{id}/members",
            "/api/v1/refreshes/{id}/causes",
            "/api/v1/refreshes/{id}/pause",
            "/api/v1/refreshes/{id}/resume",
            "/api/v1/refreshes/{id}/cancel",
            "/api/v1/refreshes/{id}/retry",
            "/api/v1/refreshes/{id}/rollback",
            "/api/v1/instances/{id}",
            "/api/v1/instances/{id}/events",
            "/api/v1/instances/{id}/log",
            "/api/v1/instances/{id}/provision",
            "/api/v1/instances/{id}/install",
            "/api/v1/onboardings/{id}",
            "/api/v1/onboardings/{id}/retry",
            "/api/v1/onboardings/{id}/cancel",
            "/api/v1/nodes",
            "/api/v1/people",
            "/api/v1/tokens",
            "/api/v1/audit",
            "/api/v1/outbox",
            "/api/v1/contracts",
            "/api/v1/contracts/sweep",
            "/api/v1/events");

    @Test
    void everyRouteIsThereWithAnIdOfItsOwnAndItsRefusals() {
        Map<String, Map<String, Map<String, Object>>> paths = Admin.request()
                .accept("application/json")
                .get("/q/openapi?format=json")
                .path("paths");

        assertThat(paths).containsKeys(ROUTES.toArray(String[]::new));
        var ids = new ArrayList<Object>();
        paths.forEach((path, operations) -> operations.forEach((method, operation) -> {
            ids.add(operation.get("operationId"));
            assertThat((Map<String, Object>) operation.get("responses"))
                    .as(method + " " + path)
                    .containsKey("default");
        }));
        assertThat(ids).doesNotContainNull();
        assertThat(new HashSet<>(ids)).hasSameSizeAs(ids);
    }

    @Test
    void whatIsMadeIsDescribed() {
        var made = Admin.request().accept("application/json").get("/q/openapi?format=json");

        for (var path : List.of(
                "/api/v1/organizations",
                "/api/v1/setups",
                "/api/v1/organizations/{org}/onboardings",
                "/api/v1/organizations/{org}/refreshes",
                "/api/v1/tokens")) {
            Map<String, Object> operation = made.path("paths.'" + path + "'.post");
            assertThat(String.valueOf(operation.get("responses")))
                    .as(path)
                    .contains("201", "$ref=#/components/schemas/");
        }
    }

    @Test
    void anAnswerSaysWhatIsAlwaysThereAndAFormWhatMustBe() {
        var api = Admin.request().accept("application/json").get("/q/openapi?format=json");

        assertThat((List<String>) api.path("components.schemas.InstanceView.required"))
                .contains("id", "state", "health", "drifted")
                .doesNotContain("node", "build", "pinned", "lastSeen");
        assertThat((List<String>) api.path("components.schemas.PageInstanceView.required"))
                .containsExactly("items");
        assertThat((List<String>) api.path("components.schemas.StartOnboarding.required"))
                .containsExactly("username");
    }
}
