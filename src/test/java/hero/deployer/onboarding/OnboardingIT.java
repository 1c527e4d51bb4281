package hero.deployer.onboarding;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import hero.deployer.events.Event;
import hero.deployer.events.EventLog;
import hero.deployer.testing.Admin;
import hero.deployer.testing.FakeProvider;
import hero.deployer.testing.PostgresResource;

import static hero.deployer.onboarding.Field.get;
import static hero.deployer.onboarding.Field.person;
import static hero.deployer.onboarding.Field.post;
import static hero.deployer.onboarding.Field.stageState;
import static hero.deployer.onboarding.Field.start;
import static hero.deployer.onboarding.Field.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

/** One POST takes a person from nothing to a ready cockpit, and everybody can watch it. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
class OnboardingIT {
    @Inject
    Field field;

    @Inject
    FakeProvider fake;

    @Inject
    EventLog events;

    @Test
    void onePostTakesAPersonToAReadyCockpit() {
        var organization = field.organization();

        var started = start(organization, "onb-ada");
        var ended = until(started.getString("id"), "succeeded");

        assertThat(started.getString("oneTimePassword")).hasSizeGreaterThanOrEqualTo(14);
        assertThat(ended.getString("oneTimePassword")).isNull();
        assertThat(ended.getString("cockpitUrl")).contains("onb-ada--" + organization + ".");
        assertThat(ended.getList("stages.state")).containsOnly("succeeded").hasSize(4);
        assertThat(ended.getString("stage")).isEqualTo("ready");
        assertThat(fake.machinesOf(organization)).containsExactly(ended.getString("instance"));
        assertThat(fake.agent(ended.getString("instance")).build()).isEqualTo(Field.BUILD);
    }

    @Test
    void everyStageHasItsTimes() {
        var run = until(start(field.organization(), "onb-times").getString("id"), "succeeded");

        var starts = run.getList("stages.startedAt", String.class).stream()
                .map(Instant::parse)
                .toList();
        var ends = run.getList("stages.endedAt", String.class).stream()
                .map(Instant::parse)
                .toList();

        assertThat(starts).isSorted();
        assertThat(ends).isSorted();
        assertThat(ends.get(1)).isEqualTo(starts.get(2));
    }

    @Test
    void theStackIsToldWhoseItIs() {
        var organization = field.organization();
        var run = until(start(organization, "onb-env").getString("id"), "succeeded");

        var command = fake.agent(run.getString("instance")).lastInstall();

        assertThat(command).isNotNull();
        assertThat(command.getJsonObject("environment").getMap())
                .containsEntry("COLOUR", "green")
                .containsEntry("HERO_ORGANIZATION", organization)
                .containsEntry("HERO_PERSON", "onb-env")
                .containsEntry("HERO_INSTANCE", run.getString("instance"))
                .containsEntry("HERO_BUILD", Field.BUILD);
        assertThat(command.getString("healthPath")).isEqualTo("/health");
    }

    @Test
    void everyStageIsAnEventInOrderAndTheLastOneIsTheWholeEnd() {
        var id = until(start(field.organization(), "onb-events").getString("id"), "succeeded")
                .getString("id");

        var told = events
                .read(new EventLog.Filter(null, id, null), scope -> true, null, 100)
                .await()
                .atMost(Duration.ofSeconds(10))
                .items()
                .reversed()
                .stream()
                .map(Event::data)
                .toList();

        var stages =
                told.stream().map(event -> event.getString("stage")).distinct().toList();
        assertThat(stages).containsExactly("provisioning", "installing", "ready");
        assertThat(told.getLast().getString("state")).isEqualTo("succeeded");
        assertThat(told.getLast().getString("cockpitUrl")).isEqualTo(get(id).getString("cockpitUrl"));
        assertThat(told)
                .allSatisfy(event ->
                        assertThat(event.containsKey("oneTimePassword")).isFalse());
    }

    @Test
    void aWelcomeMailIsQueuedOnceAndHoldsNoPassword() {
        var organization = field.organization();
        var started = start(organization, "onb-mail");
        var run = until(started.getString("id"), "succeeded");

        var mails = field.rows(
                "select recipient, body_text, body_html from mail where key = $1",
                row -> row.getString(0) + "\n" + row.getString(1) + "\n" + row.getString(2),
                "welcome:" + run.getString("instance"));

        assertThat(mails).hasSize(1);
        assertThat(mails.getFirst())
                .contains("onb-mail@example.org", "onb-mail", run.getString("cockpitUrl"))
                .doesNotContain(started.getString("oneTimePassword"));
    }

    @Test
    void fiftyClicksWithOneKeyAreOneRunAndOnePassword() {
        var organization = field.organization();
        var token = Admin.token();

        var answers = IntStream.range(0, 50)
                .mapToObj(click -> CompletableFuture.supplyAsync(() -> io.restassured.RestAssured.given()
                        .header("Authorization", "Bearer " + token)
                        .header("Idempotency-Key", "onb-fifty")
                        .contentType("application/json")
                        .body(person("onb-fifty"))
                        .post("/api/v1/organizations/" + organization + "/onboardings")))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(answers).allSatisfy(answer -> assertThat(answer.statusCode()).isEqualTo(201));
        assertThat(answers.stream()
                        .map(answer -> answer.jsonPath().getString("id"))
                        .distinct())
                .hasSize(1);
        assertThat(answers.stream().filter(answer -> answer.jsonPath().getString("oneTimePassword") != null))
                .hasSize(1);
        assertThat(field.count("select count(*) from onboarding where organization = $1", organization))
                .isEqualTo(1);
    }

    @Test
    void stoppingAfterAddingRegistersAndReservesNothing() {
        var organization = field.organization();

        var run = post(organization, with(person("onb-later"), "stopAfter", "adding"))
                .jsonPath();

        assertThat(run.getString("state")).isEqualTo("succeeded");
        assertThat(stageState(run, "adding")).isEqualTo("succeeded");
        assertThat(stageState(run, "provisioning")).isEqualTo("skipped");
        assertThat(stageState(run, "ready")).isEqualTo("skipped");
        assertThat(run.getString("oneTimePassword")).isNotNull();
        assertThat(reservations(run.getString("instance"))).isZero();
        assertThat(instanceState(run.getString("instance"))).isEqualTo("registered");
    }

    @Test
    void aRegisteredPersonIsProvisionedAndInstalledStepByStep() {
        var organization = field.organization();
        var added = post(organization, with(person("onb-steps"), "stopAfter", "adding"))
                .jsonPath();
        var instance = added.getString("instance");

        var provisioned = until(step(instance, "provision", 201), "succeeded");
        assertThat(stageState(provisioned, "adding")).isEqualTo("skipped");
        assertThat(stageState(provisioned, "installing")).isEqualTo("skipped");
        assertThat(instanceState(instance)).isEqualTo("provisioned");

        var installed = until(step(instance, "install", 201), "succeeded");
        assertThat(stageState(installed, "provisioning")).isEqualTo("skipped");
        assertThat(instanceState(instance)).isEqualTo("ready");
        assertThat(installed.getString("cockpitUrl")).isNotNull();
    }

    @Test
    void aReadyInstanceIsNotProvisionedAgainButMayBeInstalledAgain() {
        var run = until(start(field.organization(), "onb-again").getString("id"), "succeeded");
        var instance = run.getString("instance");

        Admin.request()
                .post("/api/v1/instances/" + instance + "/provision")
                .then()
                .statusCode(409)
                .body("type", equalTo("/problems/wrong-state"));
        until(step(instance, "install", 201), "succeeded");

        assertThat(fake.agent(instance).installs()).isEqualTo(2);
        assertThat(field.count("select count(*) from mail where key = $1", "welcome:" + instance))
                .isEqualTo(1);
    }

    @Test
    void onePersonHasOneInstanceInAnOrganization() {
        var organization = field.organization();
        start(organization, "onb-twice");

        post(organization, person("onb-twice")).then().statusCode(409).body("type", equalTo("/problems/person-taken"));
    }

    @Test
    void someoneWithAnAccountNeedsNoNameAndGetsNoPassword() {
        start(field.organization(), "onb-known");

        var second = post(field.organization(), Map.of("username", "onb-known"));

        second.then().statusCode(201);
        assertThat(second.jsonPath().getString("oneTimePassword")).isNull();
    }

    @Test
    void badFormsAreRefusedWithTheFieldNamed() {
        var organization = field.organization();

        refused(organization, Map.of("username", "Not A Label", "name", "x", "email", "x@example.org"), "username");
        refused(organization, Map.of("name", "x", "email", "x@example.org"), "username");
        refused(organization, Map.of("username", "onb-bad"), "name");
        refused(organization, Map.of("username", "onb-bad", "name", "x", "email", "nonsense"), "email");
        refused(organization, with(person("onb-bad"), "stopAfter", "lunch"), "stopAfter");
        refused(organization, with(person("onb-bad"), "node", "nowhere"), "node");
        refused(organization, with(person("onb-bad"), "unknown", "x"), "unknown");

        assertThat(field.count("select count(*) from person where username = 'onb-bad'"))
                .isZero();
    }

    @Test
    void theListOfAnOrganizationsRunsIsPagedAndFiltered() {
        var organization = field.organization();
        for (var username : List.of("onb-l1", "onb-l2", "onb-l3")) {
            post(organization, with(person(username), "stopAfter", "adding"))
                    .then()
                    .statusCode(201);
        }
        var path = "/api/v1/organizations/" + organization + "/onboardings";

        var first = Admin.request().get(path + "?limit=2").jsonPath();
        var second = Admin.request()
                .get(path + "?limit=2&cursor=" + first.getString("next"))
                .jsonPath();

        assertThat(first.getList("items.person")).containsExactly("onb-l3", "onb-l2");
        assertThat(second.getList("items.person")).containsExactly("onb-l1");
        assertThat(second.getString("next")).isNull();
        assertThat(Admin.request().get(path + "?state=failed").jsonPath().getList("items"))
                .isEmpty();
    }

    @Test
    void unknownThingsAre404() {
        Admin.request().get("/api/v1/onboardings/onb_nothing").then().statusCode(404);
        Admin.request().post("/api/v1/onboardings/onb_nothing/retry").then().statusCode(404);
        Admin.request().post("/api/v1/instances/o0m0/install").then().statusCode(404);
        post("onb-no-such-org", person("onb-bad")).then().statusCode(404);
    }

    private static void refused(String organization, Map<String, Object> body, String field) {
        post(organization, body).then().statusCode(400).body("errors.field", hasItem(equalTo(field)));
    }

    static Map<String, Object> with(Map<String, Object> body, String field, Object value) {
        var more = new HashMap<>(body);
        more.put(field, value);
        return more;
    }

    private static String step(String instance, String step, int status) {
        return Admin.request()
                .post("/api/v1/instances/" + instance + "/" + step)
                .then()
                .statusCode(status)
                .extract()
                .jsonPath()
                .getString("id");
    }

    private long reservations(String instance) {
        return field.count("select count(*) from node_reservation where instance = $1", instance);
    }

    private String instanceState(String instance) {
        return field.rows("select state from instance where id = $1", row -> row.getString(0), instance)
                .getFirst();
    }
}
