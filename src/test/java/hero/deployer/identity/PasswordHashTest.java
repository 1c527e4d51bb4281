package hero.deployer.identity;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PasswordHashTest {
    private static final int FEW = 100;

    @Test
    void onlyTheSamePasswordMatchesAgain() {
        var written = PasswordHash.of("correct horse", FEW).written();

        assertThat(PasswordHash.parse(written).matches("correct horse")).isTrue();
        assertThat(PasswordHash.parse(written).matches("correct horsf")).isFalse();
        assertThat(PasswordHash.parse(written).matches("")).isFalse();
    }

    @Test
    void whatIsWrittenHoldsNoPasswordAndIsNeverTheSame() {
        var one = PasswordHash.of("correct horse", FEW).written();
        var other = PasswordHash.of("correct horse", FEW).written();

        assertThat(one).startsWith("pbkdf2-sha256$100$").doesNotContain("horse").isNotEqualTo(other);
    }

    @Test
    void theSameLettersFromAnotherKeyboardMatch() {
        var composed = PasswordHash.of("caf\u00e9 au lait", FEW);

        assertThat(composed.matches("cafe\u0301 au lait")).isTrue();
    }

    @Test
    void anotherFormatIsNotGuessedAt() {
        assertThatThrownBy(() -> PasswordHash.parse("bcrypt$10$abc$def")).isInstanceOf(IllegalArgumentException.class);
    }
}
