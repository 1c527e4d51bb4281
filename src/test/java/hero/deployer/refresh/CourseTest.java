package hero.deployer.refresh;

import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import hero.deployer.refresh.Course.Wave;
import hero.deployer.refresh.Refresh.Progress;

import static org.assertj.core.api.Assertions.assertThat;

class CourseTest {
    private static final Wave WAITING = new Wave(true, false, false);
    private static final Wave THROUGH = new Wave(false, true, false);
    private static final Wave BAKED = new Wave(false, true, true);
    private static final Wave NOBODY = new Wave(false, false, false);

    private static Refresh run(RefreshState state, Progress progress, int bakeSeconds) {
        var none = Counts.of(java.util.Map.of());
        return new Refresh(
                "ref_1",
                1,
                1,
                new Refresh.Subject("acme", 1, "2", "1"),
                new Strategy(Share.of(1), Share.of(1), Share.of(0), bakeSeconds, false, 60),
                new Strategy.Resolved(1, 1, 0),
                state,
                false,
                null,
                progress,
                none,
                "ada",
                Instant.EPOCH,
                null,
                null,
                true);
    }

    private static Course next(Progress progress, Wave wave) {
        return Course.next(run(new RefreshState.Running(), progress, 10), wave);
    }

    @Test
    void theCanaryBakesBeforeItPasses() {
        var canary = Progress.NONE;
        var baking = canary.bakes(Instant.EPOCH);

        assertThat(Course.next(run(new RefreshState.Planned(), canary, 10), WAITING))
                .isEqualTo(Course.BEGIN);
        assertThat(next(canary, WAITING)).isEqualTo(Course.START);
        assertThat(next(canary, THROUGH)).isEqualTo(Course.BAKE);
        assertThat(next(baking, THROUGH)).isEqualTo(Course.WATCH);
        assertThat(next(baking, BAKED)).isEqualTo(Course.PASS_CANARY);
    }

    @Test
    void theMembersGoOnToTheAdminWithoutBaking() {
        var members = Progress.NONE.passes();

        assertThat(next(members, WAITING)).isEqualTo(Course.START);
        assertThat(next(members, THROUGH)).isEqualTo(Course.ON_TO_ADMIN);
    }

    @Test
    void everyoneBakesAtTheEnd() {
        var admin = Progress.NONE.passes().at(RefreshPlanner.ADMIN);

        assertThat(next(admin, THROUGH)).isEqualTo(Course.BAKE);
        assertThat(next(admin.bakes(Instant.EPOCH), THROUGH)).isEqualTo(Course.WATCH);
        assertThat(next(admin.bakes(Instant.EPOCH), BAKED)).isEqualTo(Course.CLOSE);
    }

    @Test
    void whereNobodyCameThroughOrNothingIsToBeWatchedThereIsNoBake() {
        var admin = Progress.NONE.passes().at(RefreshPlanner.ADMIN);

        assertThat(next(Progress.NONE, NOBODY)).isEqualTo(Course.PASS_CANARY);
        assertThat(next(admin, NOBODY)).isEqualTo(Course.CLOSE);
        assertThat(Course.next(run(new RefreshState.Running(), admin, 0), THROUGH))
                .isEqualTo(Course.CLOSE);
    }

    @Test
    void aRollbackEndsWhenNobodyWaits() {
        var rolling = run(new RefreshState.RollingBack(), Progress.NONE, 10);

        assertThat(Course.next(rolling, WAITING)).isEqualTo(Course.START);
        assertThat(Course.next(rolling, THROUGH)).isEqualTo(Course.CLOSE_BACK);
    }

    @ParameterizedTest
    @ValueSource(strings = {"paused", "halted", "succeeded", "failed", "cancelled", "rolled_back"})
    void otherwiseItIsSomebodyElsesMove(String state) {
        for (var wave : java.util.List.of(WAITING, THROUGH, BAKED, NOBODY)) {
            assertThat(Course.next(run(RefreshState.of(state, false), Progress.NONE, 10), wave))
                    .isEqualTo(Course.REST);
        }
    }
}
