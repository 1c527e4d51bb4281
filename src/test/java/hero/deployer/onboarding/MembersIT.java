package hero.deployer.onboarding;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import hero.deployer.testing.Admin;
import hero.deployer.testing.PostgresResource;

import static hero.deployer.onboarding.Field.person;
import static hero.deployer.onboarding.Field.start;
import static hero.deployer.onboarding.Field.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

/** Many people at once. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
class MembersIT {
    @Inject
    Field field;

    @Test
    void aRehearsalTellsEverythingAndMakesNothing() {
        var organization = field.organizationOnNode(2, true);
        var there = start(organization, "many-there");

        var rehearsal = table(
                        organization,
                        "?dryRun=true",
                        "username,name,email,node\nmany-there,,,\nNo Label,,x,\nmany-a,A,a@example.org,\n"
                                + "many-a,A,a@example.org,\nmany-b,B,b@example.org,no-such-node\nmany-c,C,c@example.org,\n")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();

        assertThat(rehearsal.getBoolean("dryRun")).isTrue();
        assertThat(rehearsal.getInt("roomFor")).isEqualTo(1);
        assertThat(rehearsal.getInt("fits")).isEqualTo(1);
        assertThat(rehearsal.getList("items.row")).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(rehearsal.getString("items[0].problem.type")).endsWith("person-taken");
        assertThat(rehearsal.getString("items[0].problem.instance")).isEqualTo(there.getString("instance"));
        assertThat(rehearsal.getList("items[1].problem.errors.field")).containsExactly("username", "name", "email");
        assertThat(rehearsal.getString("items[2].problem")).isNull();
        assertThat(rehearsal.getString("items[3].problem.detail")).contains("row 3");
        assertThat(rehearsal.getList("items[4].problem.errors.field")).containsExactly("node");
        assertThat(members(organization)).isEqualTo(1);
        assertThat(accounts("many-a")).isZero();
    }

    @Test
    void theGoodRowsGoOnAndOnlyTheFirstAnswerHoldsPasswords() {
        var organization = field.organization();
        var body = Map.of("members", List.of(person("many-one"), Map.of("username", "many-two"), person("many-three")));

        var first = post(organization, body, "many-key")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
        var again = post(organization, body, "many-key")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();

        assertThat(first.getList("items[1].problem.errors.field")).containsExactly("name", "email");
        assertThat(first.getString("items[0].onboarding.oneTimePassword")).isNotEmpty();
        assertThat(again.getString("items[2].onboarding.id")).isEqualTo(first.getString("items[2].onboarding.id"));
        assertThat(again.getString("items[0].onboarding.oneTimePassword")).isNull();
        assertThat(until(first.getString("items[0].onboarding.id"), "succeeded").getString("person"))
                .isEqualTo("many-one");
        until(first.getString("items[2].onboarding.id"), "succeeded");
        assertThat(members(organization)).isEqualTo(2);
        assertThat(accounts("many-two")).isZero();
    }

    @Test
    void tooLittleRoomForAllRefusesAll() {
        var organization = field.organizationOnNode(2, true);
        var body = Map.of("members", List.of(person("many-f1"), person("many-f2"), person("many-f3")));

        var refusal =
                post(organization, body, null).then().statusCode(409).extract().jsonPath();

        assertThat(refusal.getString("type")).endsWith("node-full");
        assertThat(refusal.getInt("roomFor")).isEqualTo(2);
        assertThat(refusal.getInt("fits")).isEqualTo(2);
        assertThat(members(organization)).isZero();
        assertThat(accounts("many-f1")).isZero();
    }

    @Test
    void aLargeTableIsRegisteredAtOnceAndARepeatAddsNone() {
        var organization = field.organization();
        int count = 1_000;
        var rows = IntStream.range(0, count)
                .mapToObj(i -> "many-l" + i + ",\"L, " + i + "\",l" + i + "@example.org")
                .collect(Collectors.joining("\n"));
        var table = "username,name,email\n" + rows;

        var made = table(organization, "?stopAfter=adding", table)
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
        var again = table(organization, "?stopAfter=adding", table)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();

        assertThat(made.getList("items.onboarding.state")).hasSize(count).containsOnly("succeeded");
        assertThat(new HashSet<>(made.getList("items.onboarding.oneTimePassword")))
                .hasSize(count);
        assertThat(again.getList("items.problem.type")).hasSize(count).containsOnly("/problems/person-taken");
        assertThat(members(organization)).isEqualTo(count);
        assertThat(summary(organization).getInt("instances.total")).isEqualTo(count);
        assertThat(events(organization, "instance.state")).isEqualTo(count);
        assertThat(events(organization, "onboarding.stage")).isEqualTo(count);
    }

    @Test
    void tenThousandAsJsonAreNotTooLarge() {
        var organization = field.organization();
        var member = Map.of("username", "many-large", "name", "N".repeat(120), "email", "many-large@example.org");

        var rehearsal = post(organization, Map.of("members", Collections.nCopies(10_000, member), "dryRun", true), null)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();

        assertThat(rehearsal.getList("items.row")).hasSize(10_000);
        post(organization, Map.of("members", List.of(member), "stopAfter", "x".repeat(4 << 20)), null)
                .then()
                .statusCode(413);
    }

    @Test
    void aTableThatIsNoneIsRefusedWhole() {
        var organization = field.organization();

        table(organization, "", "user;name\na;b\n").then().statusCode(400);
        for (var type : List.of("text/csv", "text/csv; charset=UTF-8", "text/csv; charset=none-such")) {
            raw(organization, type, brought("cp1252.csv"))
                    .then()
                    .statusCode(400)
                    .body("detail", containsString("save it as CSV UTF-8"));
        }
        table(organization, "", "username\n").then().statusCode(400);
        Admin.request()
                .contentType("text/csv")
                .body(new byte[] {'u', (byte) 0xff, '\n'})
                .post("/api/v1/organizations/" + organization + "/members")
                .then()
                .statusCode(400);
        table(organization, "", "username\n" + "x".repeat(4 << 20)).then().statusCode(413);
    }

    @ParameterizedTest
    @CsvSource({"text/csv; charset=windows-1252, windows-1252", "text/csv, UTF-16", "text/csv; charset=UTF-8, UTF-8"})
    void aTableInACharsetThatIsKnownIsRead(String type, String charset) throws Exception {
        var organization = field.organization();
        var table =
                "username\tname\temail\r\nada\tRen\u00e9e\tada@b\u00fccher.example\r\nbob\t\u00a0\tbob@field.example\r\n";

        raw(organization, type, table.getBytes(charset))
                .then()
                .statusCode(200)
                .body("items[0].problem", equalTo(null))
                .body("items[1].problem.errors.field", equalTo(List.of("name")));
    }

    private static byte[] brought(String name) {
        try (var in = java.util.Objects.requireNonNull(MembersIT.class.getResourceAsStream("/cases/" + name))) {
            return in.readAllBytes();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Response raw(String organization, String type, byte[] table) {
        var untouched = io.restassured.config.RestAssuredConfig.config()
                .encoderConfig(io.restassured.config.EncoderConfig.encoderConfig()
                        .appendDefaultContentCharsetToContentTypeIfUndefined(false)
                        .encodeContentTypeAs("text/csv", io.restassured.http.ContentType.BINARY));
        return Admin.request()
                .config(untouched)
                .contentType(type)
                .body(table)
                .post("/api/v1/organizations/" + organization + "/members?dryRun=true");
    }

    private long members(String organization) {
        return field.count("select count(*) from instance where organization = $1", organization);
    }

    private long accounts(String username) {
        return field.count("select count(*) from person where username = $1", username);
    }

    private long events(String organization, String type) {
        return field.count(
                "select count(*) from (select type from event where scope = $1 union all select type from event_pending where scope = $1) e where type = $2",
                organization,
                type);
    }

    private static JsonPath summary(String organization) {
        return Admin.request().get("/api/v1/organizations/" + organization).jsonPath();
    }

    private static Response post(String organization, Map<String, ?> body, @Nullable String key) {
        var request = Admin.request().body(body);
        return (key == null ? request : request.header("Idempotency-Key", key))
                .post("/api/v1/organizations/" + organization + "/members");
    }

    private static Response table(String organization, String query, String table) {
        return Admin.request()
                .contentType("text/csv; charset=UTF-8")
                .body(table)
                .post("/api/v1/organizations/" + organization + "/members" + query);
    }
}
