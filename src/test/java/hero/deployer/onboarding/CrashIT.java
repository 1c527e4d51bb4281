package hero.deployer.onboarding;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import hero.deployer.testing.FakeProvider;
import hero.deployer.testing.PostgresResource;

import static hero.deployer.onboarding.Field.start;
import static hero.deployer.onboarding.Field.until;
import static hero.deployer.onboarding.Field.verb;
import static org.assertj.core.api.Assertions.assertThat;

/** A turn broken off before or after any effect or commit is taken up again: one machine, one end, nothing left over. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
class CrashIT {
    private static final List<String> POINTS = Stream.concat(
                    Stream.of(
                                    "provisioning.intent",
                                    "provisioning.made",
                                    "provisioning.done",
                                    "installing.intent",
                                    "installing.commanded",
                                    "installing.watched",
                                    "ready.done")
                            .flatMap(commit -> Stream.of(commit + ".before-commit", commit + ".after-commit")),
                    Stream.of("provisioning.create", "installing.command", "installing.watch", "ready")
                            .flatMap(call -> Stream.of(call + ".before-call", call + ".after-call")))
            .toList();

    private static final List<String> UNDO_POINTS = List.of(
            "undo.destroy.before-call", "undo.destroy.after-call", "undo.done.before-commit", "undo.done.after-commit");

    @Inject
    Field field;

    @Inject
    FakeProvider fake;

    @Inject
    BreakPoints breakPoints;

    @Test
    void atAnyPointTheRunEndsReadyOnOneMachine() {
        var organization = field.organization();

        var runs = startBroken(organization, "onx-run", POINTS);

        runs.forEach((person, run) -> {
            var ended = until(run, "succeeded");
            assertThat(breakPoints.isArmed(person)).as("broke off").isFalse();
            assertThat(fake.agent(ended.getString("instance")).build()).isEqualTo(Field.BUILD);
            assertThat(field.count(
                            "select count(*) from mail where key = $1", "welcome:" + ended.getString("instance")))
                    .isEqualTo(1);
        });
        assertThat(fake.machinesOf(organization)).hasSameSizeAs(POINTS);
        assertThat(field.rows(
                        "select id from instance where organization = $1 and state = 'ready'",
                        row -> row.getString(0),
                        organization))
                .containsExactlyInAnyOrderElementsOf(fake.machinesOf(organization));
    }

    @Test
    void atAnyPointACancelStillGivesEverythingBack() {
        var organization = field.organization();

        var runs = startBroken(organization, "onx-undo", POINTS);
        runs.forEach((person, run) -> {
            Awaitility.await().until(() -> !breakPoints.isArmed(person));
            verb(run, "cancel");
        });

        runs.values()
                .forEach(run -> Awaitility.await()
                        .until(() -> List.of("cancelled", "succeeded")
                                .contains(Field.get(run).getString("state"))));
        heldIsRecorded(organization);
    }

    @Test
    void anUndoThatIsBrokenOffIsTakenUpAgain() {
        var organization = field.organization();
        var people = IntStream.range(0, UNDO_POINTS.size())
                .mapToObj(i -> "onx-gone" + i)
                .toList();
        fake.behave(organization, hero.deployer.testing.StubAgent.Behaviour.STUCK);

        for (int i = 0; i < people.size(); i++) {
            var run = start(organization, people.get(i)).getString("id");
            Field.untilWaiting(run, "installing", "whole build");
            breakPoints.arm(people.get(i), UNDO_POINTS.get(i));
            verb(run, "cancel").then().statusCode(200);
            until(run, "cancelled");
            assertThat(breakPoints.isArmed(people.get(i))).isFalse();
        }

        assertThat(fake.machinesOf(organization)).isEmpty();
        heldIsRecorded(organization);
    }

    /** No machine without a row, no row without its machine, no slot without either. */
    private void heldIsRecorded(String organization) {
        var machines = fake.machinesOf(organization);
        assertThat(field.rows("select id from instance where organization = $1", row -> row.getString(0), organization))
                .containsExactlyInAnyOrderElementsOf(machines);
        assertThat(field.rows(
                        "select r.instance from node_reservation r join onboarding o on o.instance = r.instance"
                                + " where o.organization = $1 and r.state = 'used'",
                        row -> row.getString(0),
                        organization))
                .containsExactlyInAnyOrderElementsOf(machines);
    }

    private Map<String, String> startBroken(String organization, String prefix, List<String> points) {
        var runs = new TreeMap<String, String>();
        for (int i = 0; i < points.size(); i++) {
            var person = prefix + i;
            breakPoints.arm(person, points.get(i));
            runs.put(person, start(organization, person).getString("id"));
        }
        return runs;
    }
}
