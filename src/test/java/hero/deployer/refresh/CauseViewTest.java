package hero.deployer.refresh;

import java.util.ArrayList;

import org.junit.jupiter.api.Test;

import hero.deployer.base.Failure;
import hero.deployer.base.FailureKind;

import static org.assertj.core.api.Assertions.assertThat;

class CauseViewTest {
    private static Member failed(int number, FailureKind kind, String message) {
        return new Member(
                "o1m" + number,
                "p" + number,
                "member",
                "n" + number % 7,
                number,
                1,
                MemberState.FAILED,
                false,
                false,
                "1",
                "2",
                1,
                "op",
                1,
                null,
                new Failure(kind, message, "Retry."),
                null,
                null);
    }

    @Test
    void failuresThatReadAlikeAreOneCauseWhoeverTheyHappenedTo() {
        var all = new ArrayList<Member>();
        all.add(failed(1, FailureKind.REFUSED, "Build 2 could not be installed on o1m1: no space"));
        for (int number = 10; number < 48; number++) {
            all.add(failed(number, FailureKind.TRANSIENT, "The agent of o1m" + number + " did not answer."));
        }

        var causes = CauseView.of(all);

        assertThat(causes).extracting(CauseView::count).containsExactly(38L, 1L);
        assertThat(causes.getFirst().cause()).isEqualTo("The agent did not answer.");
        assertThat(causes.getFirst().kind()).isEqualTo("transient");
        assertThat(causes.getFirst().instances()).containsExactly("o1m10", "o1m11", "o1m12", "o1m13", "o1m14");
        assertThat(causes.getFirst().nodes()).hasSize(5);
        assertThat(causes.getLast().cause()).isEqualTo("Build 2 could not be installed: no space");
        assertThat(all.stream().map(CauseView::causeOf).distinct())
                .containsExactlyInAnyOrderElementsOf(
                        causes.stream().map(CauseView::cause).toList());
    }

    @Test
    void aShortNameIsNotTakenOutOfOtherWords() {
        var member = failed(1, FailureKind.REFUSED, "The agent of a was asked and p1 said no to p10.");

        assertThat(CauseView.of(java.util.List.of(member)).getFirst().cause())
                .isEqualTo("The agent of a was asked and … said no to p10.");
    }
}
