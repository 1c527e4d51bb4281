package hero.deployer.refresh;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import hero.deployer.instance.InstanceState;
import hero.deployer.refresh.RefreshPlanner.Candidate;
import hero.deployer.refresh.RefreshPlanner.Plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

class RefreshPlannerTest {
    private static final Strategy CAREFUL = new Strategy(Share.of(1), new Share(25, true), Share.of(0), 10, false, 300);

    private static Candidate candidate(int number, String role, @Nullable String pinned, boolean there) {
        return candidate(number, role, InstanceState.READY, pinned, there);
    }

    private static Candidate candidate(
            int number, String role, InstanceState state, @Nullable String pinned, boolean there) {
        return new Candidate(
                "i" + number,
                "p" + number,
                role,
                "n1",
                number,
                state,
                state != InstanceState.FAILED,
                pinned,
                there,
                "1.0.0");
    }

    private static List<Candidate> members(int from, int to) {
        var all = new ArrayList<Candidate>();
        for (int number = from; number <= to; number++) {
            all.add(candidate(number, "member", null, false));
        }
        return all;
    }

    private static Plan plan(Strategy strategy, List<Candidate> candidates) {
        return RefreshPlanner.plan("2.0.0", strategy, candidates);
    }

    @Test
    void theCanaryGoesFirstTheMembersNextTheAdminLast() {
        var all = members(2, 4);
        all.add(candidate(1, "admin", null, false));
        Collections.shuffle(all);

        assertThat(plan(CAREFUL, all).members())
                .extracting(Member::instance, Member::wave, Member::position, Member::state)
                .containsExactly(
                        tuple("i2", 0, 0, MemberState.PENDING),
                        tuple("i3", 1, 1, MemberState.PENDING),
                        tuple("i4", 1, 2, MemberState.PENDING),
                        tuple("i1", 2, 3, MemberState.PENDING));
    }

    @Test
    void pinnedOnesAndThoseThatAreThereAreSkippedAndAreNoCanary() {
        var all = List.of(
                candidate(1, "member", "by mira: on loan", false),
                candidate(2, "member", null, true),
                candidate(3, "member", null, false));

        var plan = plan(CAREFUL, all);

        assertThat(plan.toDo()).isEqualTo(1);
        assertThat(plan.members())
                .extracting(Member::instance, Member::wave, Member::state, Member::reason)
                .containsExactly(
                        tuple("i3", 0, MemberState.PENDING, null),
                        tuple("i1", 1, MemberState.SKIPPED, "Pinned by mira: on loan"),
                        tuple("i2", 1, MemberState.SKIPPED, "On this build already."));
    }

    @Test
    void aCanaryLargerThanTheOrganizationIsAllOfItButTheAdmin() {
        var all = members(2, 3);
        all.add(candidate(1, "admin", null, false));

        assertThat(plan(new Strategy(Share.of(100), Share.of(1), Share.of(0), 0, false, 60), all)
                        .members())
                .extracting(Member::wave)
                .containsExactly(0, 0, 2);
    }

    @Test
    void sharesAreOfWhatThereIsToDo() {
        var all = members(1, 8);
        all.add(candidate(9, "member", null, true));
        var tenth = new Share(10, true);

        var resolved = plan(new Strategy(tenth, new Share(25, true), new Share(25, true), 0, false, 60), all)
                .resolved();

        assertThat(resolved).isEqualTo(new Strategy.Resolved(1, 2, 2));
    }

    @Test
    void withoutCanaryNobodyIsInTheFirstWave() {
        assertThat(plan(new Strategy(Share.of(0), Share.of(1), Share.of(0), 0, false, 60), members(1, 3))
                        .members())
                .extracting(Member::wave)
                .containsOnly(1);
    }

    @Test
    void nobodyAtAllIsNothingToDo() {
        assertThat(plan(CAREFUL, List.of()).toDo()).isZero();
        assertThat(plan(CAREFUL, List.of(candidate(1, "admin", null, true))).toDo())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "REGISTERED, It has no machine yet.",
        "PROVISIONING, 'It is being set up, and is looked at again when it is ready.'",
        "PROVISIONED, 'It is being set up, and is looked at again when it is ready.'",
        "INSTALLING, 'It is being set up, and is looked at again when it is ready.'",
        "FAILED, It has no machine: its provisioning has failed."
    })
    void whoeverIsNotReadyIsSkippedAndItIsSaidWhy(InstanceState state, String why) {
        var plan = plan(CAREFUL, List.of(candidate(1, "member", state, null, false)));

        assertThat(plan.members())
                .extracting(Member::state, Member::reason)
                .containsExactly(tuple(MemberState.SKIPPED, why));
        assertThat(plan.toDo()).isZero();
    }

    @Test
    void aRunStaysOpenForWhoGetsAnotherBuildJustNow() {
        assertThat(plan(CAREFUL, List.of(candidate(1, "member", InstanceState.INSTALLING, null, false)))
                        .isDone())
                .isFalse();
        assertThat(plan(CAREFUL, List.of(candidate(1, "member", InstanceState.INSTALLING, null, true)))
                        .isDone())
                .isTrue();
        assertThat(plan(CAREFUL, List.of(candidate(1, "member", InstanceState.INSTALLING, "by mira: no", false)))
                        .isDone())
                .isTrue();
        assertThat(plan(CAREFUL, List.of(candidate(1, "member", InstanceState.FAILED, null, false)))
                        .isDone())
                .isTrue();
    }

    @Test
    void tenThousandArePlannedInTheirOrder() {
        var plan = plan(CAREFUL, members(1, 10_000));

        assertThat(plan.resolved().parallel()).isEqualTo(2_500);
        assertThat(plan.members()).extracting(Member::position).isSorted().hasSize(10_000);
    }
}
