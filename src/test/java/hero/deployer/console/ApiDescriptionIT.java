package hero.deployer.console;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;

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
    void everyAnswerIsDescribed() {
        Map<String, Map<String, Map<String, Object>>> paths = Admin.request()
                .accept("application/json")
                .get("/q/openapi?format=json")
                .path("paths");

        paths.forEach((path, operations) -> operations.forEach((method, operation) -> {
            var responses = (Map<String, Map<String, Object>>) Objects.requireNonNull(operation.get("responses"));
            responses.forEach((status, response) -> {
                // the tests have routes of their own
                if (!status.equals("204") && path.startsWith("/api/") && !response.containsKey("$ref")) {
                    var content = (Map<String, Map<String, Object>>)
                            Objects.requireNonNullElse(response.get("content"), Map.of());
                    assertThat(content.values())
                            .as(method + " " + path + " " + status)
                            .isNotEmpty()
                            .allSatisfy(type -> assertThat((Map<String, Object>) type.get("schema"))
                                    .isNotEmpty());
                }
            });
        }));
    }

    @Test
    void whatIsNotSentAndWhatIsNotAFieldIsNotDescribedAsOne() {
        var api = Admin.request().accept("application/json").get("/q/openapi?format=json");

        for (var form : List.of("StartRefresh", "AddMembers", "RemoveMembers", "SweepContracts", "ChangeInstance")) {
            assertThat(api.<Map<String, Object>>path("components.schemas." + form + ".properties"))
                    .as(form)
                    .doesNotContainKeys("rehearsal", "said");
        }
        assertThat(api.<Object>path("paths.'/api/v1/tokens/{id}'.delete.responses.200"))
                .isNull();
        assertThat(api.<Object>path("paths.'/api/v1/instances/{id}/provision'.post.requestBody.required"))
                .isNotEqualTo(true);
        assertThat(api.<Map<String, Object>>path("paths.'/api/v1/channels/{channel}/builds'.post.requestBody.content"))
                .containsKeys("application/json", "application/gzip");
    }

    @Test
    void wordsAreNamedAndWhatMayBeNullSaysSo() {
        var api = Admin.request().accept("application/json").get("/q/openapi?format=json");

        assertThat(api.<List<String>>path("components.schemas.InstanceView.properties.state.enum"))
                .contains("ready", "removing");
        assertThat(api.<List<String>>path("components.schemas.CreateToken.properties.role.enum"))
                .containsExactly("viewer", "operator", "admin");
        assertThat(api.<List<String>>path("components.schemas.PageInstanceView.properties.next.type"))
                .containsExactly("string", "null");
        assertThat(String.valueOf(api.<Object>path("components.schemas.InstanceView.properties.lastSeen")))
                .contains("null");
        assertThat(api.<String>path("components.schemas.NodeView.properties.reason.type"))
                .isEqualTo("string");
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

    @Test
    void everyOperationIsExplainedAndTagged() {
        Map<String, Map<String, Map<String, Object>>> paths = description().path("paths");

        paths.forEach((path, operations) -> operations.forEach((method, operation) -> {
            if (path.startsWith("/api/")) {
                assertThat(operation)
                        .as(method + " " + path)
                        .containsKeys("summary", "description", "tags")
                        .satisfies(one -> assertThat((List<Map<String, Object>>)
                                        Objects.requireNonNullElse(one.get("parameters"), List.of()))
                                .allSatisfy(parameter -> assertThat(parameter).containsKeys("description", "schema")));
            }
        }));
    }

    @Test
    void oneStatusOfOneRouteHasOneShapeAndADryRunARouteOfItsOwn() {
        var api = description();
        Map<String, Map<String, Map<String, Object>>> paths = api.path("paths");

        paths.forEach((path, operations) -> operations.forEach((method, operation) -> {
            var shapes = new HashSet<Object>();
            ((Map<String, Map<String, Object>>) Objects.requireNonNull(operation.get("responses")))
                    .forEach((status, response) -> {
                        if (status.startsWith("2")
                                && response.get("content") instanceof Map<?, ?> content
                                && content.get("application/json") instanceof Map<?, ?> json) {
                            shapes.add(json.get("schema"));
                        }
                    });
            assertThat(shapes).as(method + " " + path).hasSizeLessThanOrEqualTo(1);
        }));
        assertThat(paths)
                .containsKeys(
                        "/api/v1/organizations/{org}/refreshes/dry-run",
                        "/api/v1/organizations/{org}/members/dry-run",
                        "/api/v1/organizations/{org}/members/removals/dry-run",
                        "/api/v1/organizations/{org}/removal/dry-run",
                        "/api/v1/instances/{id}/removal/dry-run",
                        "/api/v1/contracts/sweep/dry-run");
        for (var form : List.of("StartRefresh", "AddMembers", "RemoveMembers", "SweepContracts")) {
            assertThat(api.<Map<String, Object>>path("components.schemas." + form + ".properties"))
                    .as(form)
                    .doesNotContainKey("dryRun");
        }
    }

    @Test
    void patternsAreAnchoredAndMeanTheSameInEveryLanguage() {
        var patterns = new ArrayList<String>();
        collectPatterns(description().path("$"), patterns);

        assertThat(patterns)
                .isNotEmpty()
                .allSatisfy(pattern -> assertThat(pattern)
                        .startsWith("^")
                        .endsWith("$")
                        .doesNotContain("\\p{", "\\P{", "(?<", "(?i", "++", "*+", "\\h", "\\R", "\\Z"));
    }

    @Test
    void aNumberOrAShareIsOneSchemaOfTwoPlainTypes() {
        var api = description();

        assertThat(api.<List<String>>path("components.schemas.CountOrShare.type"))
                .containsExactly("integer", "string");
        assertThat(api.<String>path("components.schemas.StrategyForm.properties.canary.$ref"))
                .endsWith("/CountOrShare");
        assertThat(api.body().asString()).doesNotContain("\"oneOf\"");
    }

    private static io.restassured.response.Response description() {
        return Admin.request().accept("application/json").get("/q/openapi?format=json");
    }

    private static void collectPatterns(Object tree, List<String> found) {
        switch (tree) {
            case Map<?, ?> map ->
                map.forEach((key, value) -> {
                    if (key.equals("pattern") && value instanceof String pattern) {
                        found.add(pattern);
                    } else if (value != null) {
                        collectPatterns(value, found);
                    }
                });
            case List<?> list -> list.forEach(each -> collectPatterns(each, found));
            default -> {}
        }
    }
}
