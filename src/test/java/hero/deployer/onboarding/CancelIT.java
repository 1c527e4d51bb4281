package hero.deployer.onboarding;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.vertx.mutiny.sqlclient.Pool;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import hero.deployer.base.FailureKind;
import hero.deployer.base.Tx;
import hero.deployer.instance.Instances;
import hero.deployer.testing.Admin;
import hero.deployer.testing.FakeProvider;
import hero.deployer.testing.Fault;
import hero.deployer.testing.PostgresResource;
import hero.deployer.testing.StubAgent.Behaviour;

import static hero.deployer.onboarding.Field.get;
import static hero.deployer.onboarding.Field.person;
import static hero.deployer.onboarding.Field.post;
import static hero.deployer.onboarding.Field.start;
import static hero.deployer.onboarding.Field.until;
import static hero.deployer.onboarding.Field.untilWaiting;
import static hero.deployer.onboarding.Field.verb;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

/** Cancel gives back everything the run made, wherever it stood. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
class CancelIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject
    Field field;

    @Inject
    FakeProvider fake;

    @Inject
    Pool pool;

    @Inject
    Onboardings onboardings;

    @Inject
    Instances instances;

    @Test
    void whileTheMachineIsBeingMade() {
        var organization = field.organization();
        fake.onCreate(organization, new Fault.Slow(Duration.ofSeconds(2)));
        var run = start(organization, "onc-making");
        untilWaiting(run.getString("id"), "provisioning", "to make");

        verb(run.getString("id"), "cancel")
                .then()
                .statusCode(200)
                .body("state", equalTo("running"))
                .body("cancelling", equalTo(true));

        nothingIsLeft(run, organization);
    }

    @Test
    void afterACreationWithAnUnknownOutcome() {
        var organization = field.organization();
        fake.onCreate(organization, new Fault.Silent(true));
        var run = start(organization, "onc-unknown");
        untilWaiting(run.getString("id"), "provisioning", "to make");

        verb(run.getString("id"), "cancel").then().statusCode(200);

        nothingIsLeft(run, organization);
    }

    @Test
    void whileTheAgentIsSilent() {
        var organization = field.organization();
        fake.behave(organization, Behaviour.DEAD);
        var run = start(organization, "onc-silent");
        untilWaiting(run.getString("id"), "provisioning", "the agent of");

        verb(run.getString("id"), "cancel").then().statusCode(200);

        nothingIsLeft(run, organization);
    }

    @Test
    void whileTheBuildIsInstalled() {
        var organization = field.organization();
        fake.behave(organization, Behaviour.STUCK);
        var run = start(organization, "onc-installing");
        untilWaiting(run.getString("id"), "installing", "whole build");

        verb(run.getString("id"), "cancel").then().statusCode(200);

        nothingIsLeft(run, organization);
        verb(run.getString("id"), "cancel").then().statusCode(200).body("state", equalTo("cancelled"));
    }

    @Test
    void afterAFailure() {
        var organization = field.organization();
        fake.behave(organization, Behaviour.FAILS_INSTALL);
        var run = start(organization, "onc-failed");
        until(run.getString("id"), "failed");

        verb(run.getString("id"), "cancel").then().statusCode(200);

        nothingIsLeft(run, organization);
    }

    @Test
    void theSlotsStayTakenUntilTheMachineIsFoundGone() {
        var organization = field.organization();
        fake.behave(organization, Behaviour.STUCK);
        var run = start(organization, "onc-sticky");
        untilWaiting(run.getString("id"), "installing", "whole build");
        fake.onDestroy(
                organization,
                new Fault.AnswerLost(false),
                new Fault.Refused(FailureKind.REFUSED, "not now"),
                new Fault.AnswerLost(true));

        verb(run.getString("id"), "cancel").then().statusCode(200);
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> String.valueOf(get(run.getString("id")).getString("waitingFor"))
                        .contains("last:"));
        assertThat(reservations(run)).isEqualTo(1);

        nothingIsLeft(run, organization);
    }

    @Test
    void anAccountThatWasThereBeforeStays() {
        var first = until(start(field.organization(), "onc-known").getString("id"), "succeeded");
        var organization = field.organization();
        fake.behave(organization, Behaviour.STUCK);
        var second = post(organization, Map.of("username", "onc-known")).jsonPath();
        untilWaiting(second.getString("id"), "installing", "whole build");

        verb(second.getString("id"), "cancel").then().statusCode(200);
        until(second.getString("id"), "cancelled");

        assertThat(field.count("select count(*) from person where username = 'onc-known'"))
                .isEqualTo(1);
        assertThat(fake.machinesOf(first.getString("organization"))).hasSize(1);
        assertThat(fake.machinesOf(organization)).isEmpty();
    }

    @Test
    void ofASingleProvisioningLeavesThePersonRegistered() {
        var organization = field.organization();
        var added = post(organization, OnboardingIT.with(person("onc-step"), "stopAfter", "adding"))
                .jsonPath();
        var instance = added.getString("instance");
        fake.behave(organization, Behaviour.DEAD);
        var run = Admin.request()
                .post("/api/v1/instances/" + instance + "/provision")
                .jsonPath();
        untilWaiting(run.getString("id"), "provisioning", "the agent of");

        verb(run.getString("id"), "cancel").then().statusCode(200);
        until(run.getString("id"), "cancelled");

        assertThat(fake.machinesOf(organization)).isEmpty();
        assertThat(reservations(run)).isZero();
        assertThat(field.rows("select state from instance where id = $1", row -> row.getString(0), instance))
                .containsExactly("registered");
    }

    /** Years of somebody's work may be on it, and this run has not made it. */
    @Test
    void ofProvisioningAnewAMachineThatWasThereBeforeKeepsIt() {
        var organization = field.organization();
        var instance = until(start(organization, "onc-kept").getString("id"), "succeeded")
                .getString("instance");
        fake.behave(organization, Behaviour.FAILS_INSTALL);
        until(step(instance, "install").getString("id"), "failed");
        fake.behave(organization, Behaviour.DEAD);
        var run = step(instance, "provision");
        untilWaiting(run.getString("id"), "provisioning", "the agent of");

        verb(run.getString("id"), "cancel").then().statusCode(200);
        until(run.getString("id"), "cancelled");

        assertThat(fake.machinesOf(organization)).containsExactly(instance);
        assertThat(reservations(run)).isEqualTo(1);
        assertThat(field.rows(
                        "select state, node, agent_address from instance where id = $1",
                        row -> row.getString(0) + (row.getString(1) == null) + (row.getString(2) == null),
                        instance))
                .containsExactly("failedfalsefalse");
    }

    @Test
    void takesTheAccountItMadeThoughItsPersonHasChosenAPassword() {
        var organization = field.organization();
        fake.behave(organization, Behaviour.STUCK);
        var run = start(organization, "onc-chosen");
        untilWaiting(run.getString("id"), "installing", "whole build");
        field.rows(
                "update person set password_kind = 'chosen', password_expires_at = null where username = $1 returning 1",
                row -> row.getInteger(0),
                "onc-chosen");

        verb(run.getString("id"), "cancel").then().statusCode(200);

        nothingIsLeft(run, organization);
    }

    @Test
    void aRemovalThatClosesTheRunWhileTheMachineIsBeingMadeLeavesNone() {
        var organization = field.organization();
        fake.onCreate(organization, new Fault.Slow(Duration.ofSeconds(2)));
        var run = start(organization, "onc-removal");
        untilWaiting(run.getString("id"), "provisioning", "to make");

        pool.withTransaction(connection -> instances
                        .lock(Tx.of(connection), run.getString("instance"))
                        .chain(() -> onboardings.cancelForRemoval(connection, "test", run.getString("instance"))))
                .await()
                .atMost(PATIENCE);

        assertThat(get(run.getString("id")).getString("state")).isEqualTo("cancelled");
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> fake.creates(run.getString("instance")) == 1
                        && fake.machinesOf(organization).isEmpty());
    }

    private static JsonPath step(String instance, String step) {
        return Admin.request()
                .post("/api/v1/instances/" + instance + "/" + step)
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
    }

    /** The run gives a machine back that a removal does not wait for; one with somebody's work on it is the removal's to keep. */
    @Test
    void aDrainThatClosesTheRunWhileTheProviderAdoptsKeepsTheMachine() {
        var organization = field.organization();
        var instance = until(start(organization, "onc-drained").getString("id"), "succeeded")
                .getString("instance");
        fake.behave(organization, Behaviour.FAILS_INSTALL);
        until(step(instance, "install").getString("id"), "failed");
        fake.onCreate(organization, new Fault.Slow(Duration.ofSeconds(2)));
        var run = step(instance, "provision");
        untilWaiting(run.getString("id"), "provisioning", "to make");

        Admin.request()
                .body(Map.of("instances", List.of(instance), "drain", Map.of("graceSeconds", 3600)))
                .post("/api/v1/organizations/" + organization + "/members/removals")
                .then()
                .statusCode(202);

        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> field.count("select count(*) from task where key = $1", run.getString("id")) == 0
                        && field.count(
                                        "select count(*) from onboarding where id = $1 and creation = 'MADE'",
                                        run.getString("id"))
                                == 1);
        assertThat(fake.machinesOf(organization)).containsExactly(instance);
    }

    private void nothingIsLeft(JsonPath run, String organization) {
        var ended = until(run.getString("id"), "cancelled");
        var person = run.getString("person");
        assertThat(ended.getString("endedAt")).isNotNull();
        assertThat(fake.machinesOf(organization)).isEmpty();
        assertThat(reservations(run)).isZero();
        assertThat(field.count("select count(*) from instance where person = $1", person))
                .isZero();
        assertThat(field.count("select count(*) from person where username = $1", person))
                .isZero();
    }

    private long reservations(JsonPath run) {
        return field.count("select count(*) from node_reservation where instance = $1", run.getString("instance"));
    }
}
