package hero.deployer.refresh;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class VerbTest {
    private static final Verb.Facts ALL = new Verb.Facts(true, true, true);
    private static final List<RefreshState> STATES = List.of(
            new RefreshState.Planned(),
            new RefreshState.Running(),
            new RefreshState.Paused(false),
            new RefreshState.Paused(true),
            new RefreshState.Halted(),
            new RefreshState.RollingBack(),
            new RefreshState.Succeeded(),
            new RefreshState.Failed(),
            new RefreshState.Cancelled(),
            new RefreshState.RolledBack());

    private static String after(Verb verb, String state, Verb.Facts facts) {
        boolean back = state.equals("paused_back");
        var now = RefreshState.of(back ? "paused" : state, back);
        return verb.of(now, facts).map(RefreshState::word).orElse("-");
    }

    @ParameterizedTest
    @CsvSource({
        //            pause    resume        cancel     retry         rollback
        "planned,      paused,  planned,      cancelled, planned,      rolling_back",
        "running,      paused,  running,      cancelled, running,      rolling_back",
        "paused,       paused,  running,      cancelled, paused,       rolling_back",
        "paused_back,  paused,  rolling_back, cancelled, paused,       paused",
        "halted,       -,       -,            cancelled, running,      rolling_back",
        "rolling_back, paused,  rolling_back, cancelled, rolling_back, rolling_back",
        "succeeded,    -,       -,            -,         running,      rolling_back",
        "failed,       -,       -,            -,         rolling_back, failed",
        "cancelled,    -,       -,            cancelled, -,            rolling_back",
        "rolled_back,  -,       -,            -,         -,            rolled_back"
    })
    void whatEachVerbMakesOfEachState(
            String state, String pause, String resume, String cancel, String retry, String rollback) {
        assertThat(Stream.of(Verb.PAUSE, Verb.RESUME, Verb.CANCEL, Verb.RETRY, Verb.ROLLBACK)
                        .map(verb -> after(verb, state, ALL)))
                .containsExactly(pause, resume, cancel, retry, rollback);
    }

    @Test
    void aPausedRollbackGoesOnAsOne() {
        assertThat(Verb.PAUSE.of(new RefreshState.RollingBack(), ALL)).contains(new RefreshState.Paused(true));
        assertThat(Verb.RESUME.of(new RefreshState.Paused(true), ALL)).contains(new RefreshState.RollingBack());
    }

    @Test
    void anEndedRunComesBackOnlyWhileItIsTheNewestAndThereIsSomethingToDo() {
        for (var facts : List.of(new Verb.Facts(true, true, false), new Verb.Facts(false, false, true))) {
            assertThat(after(Verb.RETRY, "succeeded", facts)).isEqualTo("-");
            assertThat(after(Verb.RETRY, "failed", facts)).isEqualTo("-");
            assertThat(after(Verb.ROLLBACK, "succeeded", facts)).isEqualTo("-");
            assertThat(after(Verb.ROLLBACK, "cancelled", facts)).isEqualTo("-");
        }
    }

    @Test
    void aVerbRepeatedChangesNothing() {
        for (var verb : List.of(Verb.PAUSE, Verb.RESUME, Verb.CANCEL, Verb.ROLLBACK)) {
            for (var state : STATES) {
                verb.of(state, ALL)
                        .ifPresent(once -> assertThat(verb.of(once, ALL))
                                .as("%s of %s", verb, state)
                                .contains(once));
            }
        }
    }

    @Test
    void onlyWhatWouldChangeSomethingIsOffered() {
        assertThat(offered(new RefreshState.Running(), new Verb.Facts(false, true, true)))
                .containsExactly(Verb.PAUSE, Verb.CANCEL, Verb.ROLLBACK);
        assertThat(offered(new RefreshState.Running(), ALL)).contains(Verb.RETRY);
        assertThat(offered(new RefreshState.Halted(), ALL)).containsExactly(Verb.CANCEL, Verb.RETRY, Verb.ROLLBACK);
        assertThat(offered(new RefreshState.RolledBack(), ALL)).isEmpty();
    }

    private static List<Verb> offered(RefreshState state, Verb.Facts facts) {
        return Stream.of(Verb.values())
                .filter(verb -> verb.offered(state, facts))
                .toList();
    }

    @Test
    void everyStateIsReadBackFromItsWord() {
        for (var state : STATES) {
            assertThat(RefreshState.of(state.word(), state.back())).isEqualTo(state);
        }
    }
}
