package hero.deployer.onboarding;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;

import org.junit.jupiter.api.Test;

import hero.deployer.base.Failure;
import hero.deployer.base.FailureKind;
import hero.deployer.onboarding.OnboardingState.Cancelling;
import hero.deployer.onboarding.OnboardingState.Failed;
import hero.deployer.onboarding.OnboardingState.Running;
import hero.deployer.onboarding.OnboardingState.Succeeded;

import static org.assertj.core.api.Assertions.assertThat;

class OnboardingStateTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Function<Stage, Duration> MINUTES = stage -> Duration.ofMinutes(stage.ordinal() + 1L);
    private static final Failure FULL = new Failure(FailureKind.CAPACITY, "full", "make room");

    @Test
    void aNewRunHasAddingDoneAndProvisioningStartedWithItsDeadline() {
        var running = (Running) begin(Stage.READY);

        assertThat(running.at()).isEqualTo(Stage.PROVISIONING);
        assertThat(running.stages().get(Stage.ADDING)).isEqualTo(new StageState.Succeeded(1, NOW, NOW));
        assertThat(running.stage().givesUpAt()).isEqualTo(NOW.plusSeconds(120));
        assertThat(running.stages().get(Stage.INSTALLING)).isEqualTo(new StageState.Pending());
    }

    @Test
    void aRunThatStopsAfterAddingHasSucceededAtOnceAndSkipsTheRest() {
        var state = begin(Stage.ADDING);

        assertThat(state).isInstanceOf(Succeeded.class);
        assertThat(state.stages().get(Stage.PROVISIONING)).isEqualTo(new StageState.Skipped());
        assertThat(state.stages().get(Stage.READY)).isEqualTo(new StageState.Skipped());
        assertThat(state.stages().current()).isEqualTo(Stage.ADDING);
    }

    @Test
    void aRunThatStopsAfterProvisioningSucceedsThere() {
        var state = ((Running) begin(Stage.PROVISIONING)).succeed(NOW, MINUTES);

        assertThat(state).isInstanceOf(Succeeded.class);
        assertThat(state.stages().current()).isEqualTo(Stage.PROVISIONING);
    }

    @Test
    void everyStageSucceedsInItsOrder() {
        var state = begin(Stage.READY);
        for (var stage : new Stage[] {Stage.PROVISIONING, Stage.INSTALLING, Stage.READY}) {
            assertThat(((Running) state).at()).isEqualTo(stage);
            state = ((Running) state).succeed(NOW, MINUTES);
        }

        assertThat(state).isInstanceOf(Succeeded.class);
        assertThat(state.stages().all().values()).allMatch(StageState.Succeeded.class::isInstance);
    }

    @Test
    void aRunOfSingleStepsSkipsWhatComesBefore() {
        var state = (Running) OnboardingState.begin(Stage.INSTALLING, Stage.READY, NOW, MINUTES);

        assertThat(state.at()).isEqualTo(Stage.INSTALLING);
        assertThat(state.stages().get(Stage.ADDING)).isEqualTo(new StageState.Skipped());
        assertThat(state.stages().get(Stage.PROVISIONING)).isEqualTo(new StageState.Skipped());
        assertThat(state.stages().begun(Stage.PROVISIONING)).isFalse();
    }

    @Test
    void aFailedStageResumesThereWithItsAttemptsAndANewDeadline() {
        var installing = (Running) ((Running) begin(Stage.READY)).succeed(NOW, MINUTES);
        var failed = installing.step(stage -> stage.attempt("x")).fail(NOW, FULL);
        var later = NOW.plusSeconds(3600);

        var resumed = failed.retry(later, Duration.ofMinutes(3));

        assertThat(resumed.at()).isEqualTo(Stage.INSTALLING);
        assertThat(resumed.stage()).isEqualTo(new StageState.Running(1, 0, later, later.plusSeconds(180), null));
        assertThat(resumed.stages().get(Stage.PROVISIONING)).isInstanceOf(StageState.Succeeded.class);
    }

    @Test
    void aCancelledRunKeepsWhatIsDoneAndNeverRunsTheRest() {
        var installing = (Running) ((Running) begin(Stage.READY)).succeed(NOW, MINUTES);

        Cancelling cancelling = installing.cancel(NOW, "ada");

        assertThat(cancelling.wire()).isEqualTo("running");
        assertThat(cancelling.stages().get(Stage.PROVISIONING)).isInstanceOf(StageState.Succeeded.class);
        assertThat(cancelling.stages().get(Stage.INSTALLING)).isInstanceOf(StageState.Failed.class);
        assertThat(cancelling.stages().get(Stage.READY)).isEqualTo(new StageState.Skipped());
        assertThat(cancelling.undone().ended()).isTrue();
    }

    @Test
    void aFailedRunKeepsItsReasonWhenItIsCancelled() {
        Failed failed = ((Running) begin(Stage.READY)).fail(NOW, FULL);

        var stage = (StageState.Failed) failed.cancel().stages().get(Stage.PROVISIONING);

        assertThat(stage.problem()).isEqualTo(FULL);
    }

    @Test
    void missesGrowUntilASignOfLife() {
        var running = (Running) begin(Stage.READY);

        var missed = running.step(stage -> stage.missed("a")).step(stage -> stage.missed("b"));

        assertThat(missed.stage().misses()).isEqualTo(2);
        assertThat(missed.step(stage -> stage.waiting("c")).stage().misses()).isZero();
    }

    @Test
    void theDeadlineSpansAttemptsAndIsMetToTheInstant() {
        var stage = ((Running) begin(Stage.READY))
                .step(running -> running.attempt("x").missed("y"))
                .stage();

        assertThat(stage.isLate(NOW.plusSeconds(120).minusNanos(1))).isFalse();
        assertThat(stage.isLate(NOW.plusSeconds(120))).isTrue();
    }

    private static OnboardingState begin(Stage last) {
        return OnboardingState.begin(Stage.ADDING, last, NOW, MINUTES);
    }
}
