package hero.deployer.onboarding;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

import hero.deployer.base.FailureKind;
import hero.deployer.testing.Admin;
import hero.deployer.testing.FakeProvider;
import hero.deployer.testing.Fault;
import hero.deployer.testing.PostgresResource;
import hero.deployer.testing.StubAgent.Behaviour;

import static hero.deployer.onboarding.Field.person;
import static hero.deployer.onboarding.Field.post;
import static hero.deployer.onboarding.Field.stageState;
import static hero.deployer.onboarding.Field.start;
import static hero.deployer.onboarding.Field.until;
import static hero.deployer.onboarding.Field.untilWaiting;
import static hero.deployer.onboarding.Field.verb;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

/** What goes wrong outside stops a run at its stage with the reason, or is waited out; retry resumes there. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
class OnboardingFaultsIT {
    @Inject
    @ConfigProperty(name = "deployer.release.artifacts")
    Path artifacts;

    @Inject
    Field field;

    @Inject
    FakeProvider fake;

    @Test
    void aFullNodeRefusesUpFrontAndCreatesNothingThePersonIncluded() {
        var organization = field.organizationOnNode(1, true);
        until(start(organization, "onf-first").getString("id"), "succeeded");

        post(organization, person("onf-second"))
                .then()
                .statusCode(409)
                .body("type", equalTo("/problems/node-full"))
                .body("roomFor", equalTo(0));

        nothingOf("onf-second");
        assertThat(fake.machinesOf(organization)).hasSize(1);
    }

    @Test
    void anOfflineNodeRefusesUpFront() {
        var organization = field.organizationOnNode(3, false);

        post(organization, person("onf-offline"))
                .then()
                .statusCode(409)
                .body("type", equalTo("/problems/node-offline"));

        nothingOf("onf-offline");
    }

    @Test
    void aNodeInMaintenanceRefusesUpFront() {
        var organization = field.organizationOnNode(3, true);
        var node = field.rows(
                        "select 'fake.' || v.node from organization o join setup_version v"
                                + " on (v.setup, v.version) = (o.setup, o.setup_version) where o.slug = $1",
                        row -> row.getString(0),
                        organization)
                .getFirst();
        Admin.request()
                .body(Map.of("maintenance", true, "reason", "a new fan"))
                .patch("/api/v1/nodes/" + node)
                .then()
                .statusCode(200);

        post(organization, person("onf-maintained"))
                .then()
                .statusCode(409)
                .body("type", equalTo("/problems/node-maintenance"))
                .body("detail", containsString("a new fan"));

        nothingOf("onf-maintained");
    }

    @Test
    void aSingleStepOnAFullNodeIsRefusedUpFrontToo() {
        var organization = field.organizationOnNode(1, true);
        var later = post(organization, OnboardingIT.with(person("onf-later"), "stopAfter", "adding"))
                .then()
                .statusCode(201)
                .extract()
                .jsonPath()
                .getString("instance");
        start(organization, "onf-sooner");

        Admin.request()
                .post("/api/v1/instances/" + later + "/provision")
                .then()
                .statusCode(409)
                .body("type", equalTo("/problems/node-full"));

        assertThat(fake.creates(later)).isZero();
        assertThat(field.rows("select state from instance where id = $1", row -> row.getString(0), later))
                .containsExactly("registered");
    }

    @Test
    void anAgentThatAlwaysHasSomethingNewToTellIsNotAskedWithoutEnd() {
        var organization = field.organization();
        fake.behave(organization, Behaviour.CHATTERS);
        var id = start(organization, "onf-chatter").getString("id");
        untilWaiting(id, "installing", "to have the whole build");
        long first = changes(id);
        long began = System.nanoTime();

        org.awaitility.Awaitility.await().until(() -> changes(id) >= first + 12);

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofSeconds(1));
        verb(id, "cancel").then().statusCode(200);
        until(id, "cancelled");
    }

    private long changes(String onboarding) {
        return field.count("select version from onboarding where id = $1", onboarding);
    }

    @Test
    void aMachineMadeByACallThatTimedOutIsAdopted() {
        var organization = field.organization();
        fake.onCreate(organization, new Fault.AnswerLost(true));

        var run = until(start(organization, "onf-lost").getString("id"), "succeeded");

        assertThat(fake.machinesOf(organization)).containsExactly(run.getString("instance"));
        assertThat(fake.creates(run.getString("instance"))).isEqualTo(1);
    }

    @Test
    void transientFailuresAreWaitedOut() {
        var organization = field.organization();
        fake.onCreate(organization, new Fault.AnswerLost(false), new Fault.AnswerLost(false));

        var run = until(start(organization, "onf-blip").getString("id"), "succeeded");

        assertThat(run.getInt("stages[1].attempts")).isEqualTo(3);
        assertThat(fake.machinesOf(organization)).hasSize(1);
    }

    @Test
    void aRefusalOfTheProviderStopsTheStageAndRetryResumesIt() {
        var organization = field.organization();
        fake.onCreate(organization, new Fault.Refused(FailureKind.CAPACITY, "the fake node is full"));

        var failed = until(start(organization, "onf-full").getString("id"), "failed");
        assertThat(failed.getString("stages[1].problem.kind")).isEqualTo("capacity");
        assertThat(failed.getString("stages[1].problem.message")).contains("the fake node is full");
        assertThat(instanceState(failed.getString("instance"))).isEqualTo("failed");

        verb(failed.getString("id"), "retry").then().statusCode(200).body("state", equalTo("running"));
        until(failed.getString("id"), "succeeded");
    }

    @Test
    void aFailedInstallIsRetriedWithoutProvisioningAgain() {
        var organization = field.organization();
        fake.behave(organization, Behaviour.FAILS_INSTALL);

        var failed = until(start(organization, "onf-install").getString("id"), "failed");
        var instance = failed.getString("instance");
        assertThat(stageState(failed, "installing")).isEqualTo("failed");
        assertThat(failed.getString("stages[2].problem.message")).contains("the stub was told to fail");
        assertThat(field.count("select count(*) from mail where key = $1", "welcome:" + instance))
                .isZero();

        fake.behave(organization, Behaviour.WORKS);
        verb(failed.getString("id"), "retry").then().statusCode(200);
        var ended = until(failed.getString("id"), "succeeded");

        assertThat(fake.creates(instance)).isEqualTo(1);
        assertThat(ended.getInt("stages[2].attempts")).isEqualTo(2);
        assertThat(ended.getString("stages[1].endedAt")).isEqualTo(failed.getString("stages[1].endedAt"));
        assertThat(instanceState(instance)).isEqualTo("ready");
    }

    @Test
    void anArtifactThatIsGoneIsRefusedAtOnceUnderItsCode() throws Exception {
        var organization = field.organization();
        var sha256 = field.rows("select sha256 from build where version = $1", row -> row.getString(0), Field.BUILD)
                .getFirst();
        var stored = artifacts.resolve(sha256 + ".tar.gz");
        var aside = artifacts.resolve(sha256 + ".aside");
        Files.move(stored, aside);
        JsonPath failed;
        String id;
        try {
            id = start(organization, "onf-gone").getString("id");
            failed = until(id, "failed");
        } finally {
            Files.move(aside, stored);
        }

        assertThat(failed.getString("stages.find { it.name == 'installing' }.problem.kind"))
                .isEqualTo("refused");
        assertThat(failed.getString("stages.find { it.name == 'installing' }.problem.code"))
                .isEqualTo("artifact-gone");
        assertThat(failed.getString("stages.find { it.name == 'installing' }.problem.next"))
                .contains("Publish the same artifact again");
        verb(id, "retry").then().statusCode(200);
        until(id, "succeeded");
    }

    @Test
    void aMachineThatIsGoneIsMadeAnew() {
        var organization = field.organization();
        var instance = until(start(organization, "onf-vanished").getString("id"), "succeeded")
                .getString("instance");
        Admin.request()
                .post("/api/v1/instances/" + instance + "/provision")
                .then()
                .statusCode(409);
        fake.destroy(instance).await().atMost(Duration.ofSeconds(5));

        var again = Admin.request().post("/api/v1/instances/" + instance + "/provision");

        again.then().statusCode(201);
        until(again.path("id"), "succeeded");
        Admin.request()
                .get("/api/v1/instances/" + instance)
                .then()
                .body("state", equalTo("ready"))
                .body("health", equalTo("healthy"))
                .body("build", equalTo(Field.BUILD));
        assertThat(fake.machinesOf(organization)).containsExactly(instance);
        assertThat(fake.agent(instance).installs()).isEqualTo(1);
    }

    @Test
    void verbsRepeatedChangeNothingAndImpossibleOnesAreRefused() {
        var organization = field.organization();
        fake.behave(organization, Behaviour.STUCK);
        var id = start(organization, "onf-verbs").getString("id");
        untilWaiting(id, "installing", "whole build");

        verb(id, "retry").then().statusCode(200).body("state", equalTo("running"));
        fake.behave(organization, Behaviour.WORKS);
        until(id, "succeeded");

        verb(id, "retry").then().statusCode(409).body("type", equalTo("/problems/wrong-state"));
        verb(id, "cancel").then().statusCode(409).body("type", equalTo("/problems/wrong-state"));
    }

    @Test
    void aRunThatIsOpenIsInTheWayOfSingleSteps() {
        var organization = field.organization();
        fake.behave(organization, Behaviour.STUCK);
        var run = start(organization, "onf-open");
        untilWaiting(run.getString("id"), "installing", "whole build");

        Admin.request()
                .post("/api/v1/instances/" + run.getString("instance") + "/install")
                .then()
                .statusCode(409)
                .body("type", equalTo("/problems/run-open"))
                .body("link", containsString(run.getString("id")));

        verb(run.getString("id"), "cancel").then().statusCode(200);
        until(run.getString("id"), "cancelled");
    }

    @Test
    void aSilentAgentIsWaitedForAndSaysSo() {
        var organization = field.organization();
        fake.behave(organization, Behaviour.DEAD);
        var id = start(organization, "onf-silent").getString("id");

        untilWaiting(id, "provisioning", "the agent of");
        assertThat(Field.get(id).getString("stages[1].givesUpAt")).isNotNull();

        fake.behave(organization, Behaviour.WORKS);
        until(id, "succeeded");
    }

    @Test
    void severalAreOnboardedAtOnce() {
        var organization = field.organization();
        fake.onCreate(organization, new Fault.Slow(Duration.ofSeconds(1)), new Fault.Slow(Duration.ofSeconds(1)));

        var ids = java.util.stream.IntStream.range(0, 8)
                .mapToObj(i -> start(organization, "onf-many" + i).getString("id"))
                .toList();
        ids.forEach(id -> until(id, "succeeded"));

        assertThat(fake.machinesOf(organization)).hasSize(8);
    }

    private void nothingOf(String username) {
        var persons = "select count(*) from person where username = $1";
        var instances = "select count(*) from instance where person = $1";
        var runs = "select count(*) from onboarding where person = $1";
        assertThat(field.count(persons, username)).isZero();
        assertThat(field.count(instances, username)).isZero();
        assertThat(field.count(runs, username)).isZero();
    }

    private String instanceState(String instance) {
        return field.rows("select state from instance where id = $1", row -> row.getString(0), instance)
                .getFirst();
    }
}
