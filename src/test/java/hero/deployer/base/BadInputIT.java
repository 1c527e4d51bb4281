package hero.deployer.base;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import hero.deployer.testing.Admin;
import hero.deployer.testing.PostgresResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

@QuarkusTest
@WithTestResource(PostgresResource.class)
class BadInputIT {
    private static final Set<String> WRITES = Set.of("post", "put", "patch", "delete");

    @Test
    void a_good_form_is_read_and_answered_as_json() {
        post("{\"name\":\"ada \u2603\",\"inner\":{\"name\":\"x\",\"count\":1},\"at\":\"2026-01-31T12:00:00Z\",\"colour\":\"RED\"}")
                .statusCode(200)
                .contentType("application/json")
                .body("name", equalTo("ada \u2603"))
                .body("at", equalTo("1970-01-01T00:00:00Z"))
                .body("data.a", equalTo(1));
    }

    @Test
    void a_form_larger_than_a_network_buffer_is_read_too() {
        post("{\"name\":\"" + "a".repeat(90_000) + "\"}").statusCode(200).body("name", equalTo("long"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"name\":\"a\",\"nonsense\":1}                              | nonsense",
                "{\"name\":\"a\",\"inner\":{\"name\":\"x\",\"count\":\"1\"}}  | inner.count",
                "{\"name\":\"a\",\"inner\":{\"name\":\"x\",\"count\":1.5}}    | inner.count",
                "{\"name\":\"a\",\"inner\":{\"name\":\"x\",\"count\":null}}   | inner.count",
                "{\"name\":\"a\",\"inner\":{\"name\":\"x\"}}                  | inner.count",
                "{\"name\":\"a\",\"inner\":{\"name\":\"x\",\"count\":99999999999}} | inner.count",
                "{\"name\":\"a\",\"inner\":{\"name\":\"x\",\"count\":1,\"more\":2}} | inner.more",
                "{\"name\":\"a\",\"inner\":[]}                                | inner",
                "{\"name\":\"a\",\"inner\":\"\"}                              | inner",
                "{\"name\":\"a\",\"many\":[{\"name\":\"x\",\"count\":1},{\"name\":\"x\",\"count\":true}]} | many[1].count",
                "{\"name\":\"a\",\"many\":{}}                                 | many",
                "{\"name\":17}                                                | name",
                "{\"name\":true}                                              | name",
                "{\"name\":[\"a\"]}                                           | name",
                "{\"name\":\"a\",\"flag\":\"true\"}                           | flag",
                "{\"name\":\"a\",\"flag\":1}                                  | flag",
                "{\"name\":\"a\",\"at\":\"yesterday\"}                        | at",
                "{\"name\":\"a\",\"colour\":\"GREEN\"}                        | colour",
                "{\"name\":\"a\",\"colour\":1}                                | colour",
                "{\"name\":\"a\",\"environment\":{\"A\":1}}                   | environment.A",
                "{\"name\":\"a\",\"inner\":{\"name\":\"Not A Label\",\"count\":1}} | inner.name",
                "{\"name\":\"a\",\"many\":[{\"name\":\"-\",\"count\":1}]}     | many[0].name",
                "{\"name\":\" \"}                                             | name",
                "{}                                                           | name",
                "[]                                                           | body",
                "\"text\"                                                     | body",
                "17                                                           | body",
                "null                                                         | body",
                "{\"name\":\"a\"                                              | body",
                "{\"name\":\"a\"} {}                                          | body",
                "{\"name\":\"a\",\"name\":\"b\"}                              | body",
                "{'name':'a'}                                                 | body",
                "{\"name\":\"a\\u0000\"}                                      | body",
                "{\"name\":\"a\\ud800\"}                                      | body",
                "nonsense                                                     | body",
            })
    void a_bad_form_is_refused_with_its_field(String body, String field) {
        post(body)
                .statusCode(400)
                .contentType("application/problem+json")
                .body("type", equalTo("/problems/bad-request"))
                .body("status", equalTo(400))
                .body("errors.field", hasItem(field));
    }

    @Test
    void an_escaped_pair_of_surrogates_and_an_escaped_backslash_are_characters() {
        post("{\"name\":\"\\ud83d\\ude00 \\\\u0000\"}").statusCode(200).body("name", equalTo("\ud83d\ude00 \\u0000"));
    }

    @Test
    void no_body_at_all_is_refused() {
        given().contentType("application/json")
                .post("/test.base/forms")
                .then()
                .statusCode(400)
                .body("errors.field", hasItem("body"));
    }

    @Test
    void invalid_utf8_is_refused() {
        var body = "{\"name\":\"a?\"}".getBytes(StandardCharsets.UTF_8);
        body[10] = (byte) 0xC3;
        post(body).statusCode(400).body("errors[0].message", containsString("UTF-8"));
    }

    @Test
    void another_encoding_is_refused() {
        for (var charset : List.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            post("{\"name\":\"ada\"}".getBytes(charset)).statusCode(400).body("errors.field", hasItem("body"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/gzip", "application/octet-stream"})
    void nothing_takes_an_artifact_for_a_text(String type) {
        given().config(raw())
                .contentType(type)
                .body(new byte[3 << 20])
                .post("/api/v1/instances/nowhere/provision")
                .then()
                .statusCode(415)
                .contentType("application/problem+json");
    }

    @Test
    void a_request_without_a_body_needs_no_type_on_any_route() throws Exception {
        var document = new JsonObject(
                given().accept("application/json").get("/q/openapi").asString());
        var asked = new ArrayList<String>();
        for (var route : document.getJsonObject("paths")) {
            for (var method : ((JsonObject) route.getValue()).fieldNames()) {
                if (WRITES.contains(method)) {
                    var answer = bare(method, route.getKey().replaceAll("\\{[^}]*}", "bad-nowhere"));
                    asked.add(method + " " + route.getKey());
                    assertThat(answer.statusCode())
                            .as("%s %s: %s", method, route.getKey(), answer.body())
                            .isNotEqualTo(415)
                            .isLessThan(500);
                }
            }
        }
        assertThat(asked).contains("post /api/v1/instances/{id}/provision", "post /api/v1/contracts/sweep");
    }

    @Test
    void a_body_that_may_be_left_out_may() throws Exception {
        var sweep = bare("post", "/api/v1/contracts/sweep");
        var missing = bare("post", "/api/v1/channels");

        assertThat(sweep.statusCode()).as(sweep.body()).isEqualTo(202);
        assertThat(missing.statusCode()).as(missing.body()).isEqualTo(400);
        assertThat(missing.body()).contains("body: is missing");
    }

    /** Neither a body nor a word about its type. */
    private static HttpResponse<String> bare(String method, String path) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + path))
                .header("Authorization", "Bearer " + Admin.token())
                .method(method.toUpperCase(Locale.ROOT), HttpRequest.BodyPublishers.noBody())
                .build();
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "DELETE, /api/v1/organizations/bad-nowhere?dryRun=1, 400",
        "DELETE, /api/v1/organizations/bad-nowhere?dryRun=yes, 400",
        "DELETE, /api/v1/organizations/bad-nowhere?dryRun=True, 400",
        "DELETE, /api/v1/organizations/bad-nowhere?dryRun=, 400",
        "DELETE, /api/v1/organizations/bad-nowhere?dryrun=true, 400",
        "DELETE, /api/v1/organizations/bad-nowhere?dryRun=true, 404",
        "DELETE, /api/v1/organizations/bad-nowhere?dryRun=false, 404",
        "DELETE, /api/v1/instances/bad-nowhere?dryRun=1, 400",
        "DELETE, /api/v1/instances/bad-nowhere?dry_run=true, 400",
        "DELETE, /api/v1/instances/bad-nowhere?dryRun=true, 404",
        "GET, /api/v1/contracts?orphaned=perhaps, 400",
        "GET, /api/v1/contracts?orphaned=false, 200",
    })
    void a_rehearsal_that_is_badly_asked_for_is_no_performance(String method, String address, int status) {
        given().request(method, address).then().statusCode(status).body("size()", not(equalTo(0)));
    }

    @Test
    void a_misspelt_parameter_of_a_write_is_named() {
        given().delete("/api/v1/organizations/bad-nowhere?dryrun=true").then().body("errors.field", hasItem("dryrun"));
        given().contentType("text/csv")
                .body("username\nada\n")
                .post("/api/v1/organizations/bad-nowhere/members?dry-run=true")
                .then()
                .statusCode(400)
                .body("errors.field", hasItem("dry-run"));
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/organizations/bad-nowhere/members, members",
        "/api/v1/organizations/bad-nowhere/members/removals, usernames",
        "/api/v1/contracts/sweep, names",
    })
    void many_faults_of_one_kind_are_told_in_few_words(String route, String field) {
        var answer = given().config(raw())
                .contentType("application/json")
                .body(("{\"" + field + "\":[" + "null,".repeat(199_000) + "null]}").getBytes(StandardCharsets.UTF_8))
                .post(route);

        answer.then().statusCode(400).body("errors.field", hasItem(field));
        assertThat(answer.asByteArray().length).isLessThan(20_000);
    }

    @Test
    void depth_is_bounded() {
        post("{\"name\":" + "[".repeat(10_000)).statusCode(400);
        post("{\"environment\":" + "{\"a\":".repeat(40) + "1" + "}".repeat(41)).statusCode(400);
    }

    @Test
    void an_oversized_body_is_refused_by_its_length() {
        post("{\"name\":\"" + "a".repeat(JsonBody.MAX_JSON_BYTES) + "\"}")
                .statusCode(413)
                .contentType("application/problem+json")
                .body("type", equalTo("/problems/too-large"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/gzip", "text/csv"})
    void another_media_type_is_refused(String type) {
        given().config(raw())
                .contentType(type)
                .body("name=a".getBytes(StandardCharsets.UTF_8))
                .post("/test.base/forms")
                .then()
                .statusCode(415)
                .contentType("application/problem+json")
                .body("type", equalTo("/problems/unsupported-media-type"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/test.base/forms", "/api/v1/channels", "/api/v1/setups", "/api/v1/tokens"})
    void what_is_no_json_or_no_media_type_at_all_is_refused(String route) {
        for (String type : List.of("text/plain", "nonsense", "")) {
            given().config(raw())
                    .header("Content-Type", type)
                    .body("{}".getBytes(StandardCharsets.UTF_8))
                    .post(route)
                    .then()
                    .statusCode(415)
                    .contentType("application/problem+json");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/test.base/text?q=a%00b", "/api/v1/channels?cursor=%00", "/api/v1/setups/%00/versions"})
    void nul_in_an_address_is_refused_whichever_way_it_reaches_the_database(String address) {
        given().urlEncodingEnabled(false).get(address).then().statusCode(400).body("status", equalTo(400));
    }

    @Test
    void a_host_that_is_none_is_a_problem_too() {
        given().header("Host", "localhost:99999")
                .get("/")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("type", equalTo("/problems/bad-request"));
    }

    @Test
    void what_jax_rs_refuses_is_a_problem_too() {
        given().get("/test.base/nowhere").then().statusCode(404).body("type", equalTo("/problems/not-found"));
        given().delete("/test.base/forms").then().statusCode(405).body("type", equalTo("/problems/method-not-allowed"));
        given().accept("image/png")
                .get("/test.base/refusal")
                .then()
                .statusCode(406)
                .contentType("application/problem+json");
        given().get("/test.base/parameters?limit=many").then().statusCode(400).body("status", equalTo(400));
        given().get("/test.base/parameters?limit=501").then().statusCode(400).body("errors[0].field", equalTo("limit"));
        given().urlEncodingEnabled(false)
                .get("/test.base/text?q=a%00b")
                .then()
                .statusCode(400)
                .body("status", equalTo(400));
    }

    @Test
    void a_refusal_keeps_its_type_and_members() {
        given().get("/test.base/refusal")
                .then()
                .statusCode(409)
                .contentType("application/problem+json")
                .body("type", equalTo("/problems/in-the-way"))
                .body("node", equalTo("n1"));
    }

    @Test
    void a_bug_says_nothing_of_our_inside() {
        given().get("/test.base/bug")
                .then()
                .statusCode(500)
                .contentType("application/problem+json")
                .body("error", startsWith("err_"))
                .body(not(containsString("secret inside")))
                .body(not(containsString("IllegalState")));
    }

    private static ValidatableResponse post(Object body) {
        var bytes = body instanceof byte[] raw ? raw : body.toString().getBytes(StandardCharsets.UTF_8);
        return given().config(raw())
                .contentType("application/json")
                .body(bytes)
                .post("/test.base/forms")
                .then();
    }

    private static RestAssuredConfig raw() {
        return RestAssuredConfig.config()
                .encoderConfig(
                        EncoderConfig.encoderConfig().appendDefaultContentCharsetToContentTypeIfUndefined(false));
    }

    /** Signed in, because nothing under test here is open without a login. */
    private static RequestSpecification given() {
        return RestAssured.given().header("Authorization", "Bearer " + Admin.token());
    }
}
