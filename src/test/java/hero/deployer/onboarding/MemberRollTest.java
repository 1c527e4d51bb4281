package hero.deployer.onboarding;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import hero.deployer.base.Problem;
import hero.deployer.base.Problem.FieldError;

import static org.assertj.core.api.Assertions.assertThat;

/** Every row hears everything that is in its way. */
class MemberRollTest {
    @Test
    void everythingThatIsWrongWithARowIsSaid() {
        var roll = MemberRoll.of(List.of(entry(1, "No Label", null, "nowhere")), Set.of(), Map.of());

        assertThat(roll.good()).isEmpty();
        assertThat(problem(roll, 1).errors())
                .extracting(FieldError::field)
                .containsExactly("username", "name", "email");
    }

    @Test
    void whoHasAnAccountNeedsNoNameAndNoEmail() {
        var roll = MemberRoll.of(
                List.of(entry(1, "ada", null, null), entry(2, "bob", null, null)), Set.of("ada"), Map.of());

        assertThat(roll.good()).extracting(MemberEntry::username).containsExactly("ada");
        assertThat(roll.problems()).containsOnlyKeys(2);
    }

    @Test
    void theFirstOfTwoAlikeIsGoodAndTheOtherSaysWhere() {
        var roll = MemberRoll.of(
                List.of(entry(1, "ada", "Ada", "a@example.org"), entry(2, "ada", "Ada", "a@example.org")),
                Set.of(),
                Map.of());

        assertThat(roll.good()).extracting(MemberEntry::row).containsExactly(1);
        assertThat(problem(roll, 2).detail()).contains("row 1");
    }

    @Test
    void whoIsThereAlreadyIsNotAddedAgain() {
        var roll = MemberRoll.of(List.of(entry(1, "ada", null, null)), Set.of("ada"), Map.of("ada", "o1m7"));

        var problem = problem(roll, 1);
        assertThat(problem.type()).endsWith("person-taken");
        assertThat(problem.more()).containsEntry("instance", "o1m7");
    }

    @Test
    void nobodyWithoutANameIsTwiceTheSame() {
        var roll = MemberRoll.of(List.of(entry(1, "", "A", "a@b.c"), entry(2, "", "B", "b@b.c")), Set.of(), Map.of());

        assertThat(problem(roll, 2).errors())
                .hasSize(1)
                .first()
                .matches(fault -> fault.message().equals("is needed"));
    }

    private static MemberEntry entry(int row, String username, @Nullable String name, @Nullable String email) {
        return MemberEntry.of(row, username, name, email, null);
    }

    private static Problem problem(MemberRoll roll, int row) {
        return Objects.requireNonNull(roll.problems().get(row));
    }
}
