package hero.deployer.identity;

import java.util.HashSet;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OneTimePasswordTest {
    @Test
    void itIsFiveGroupsOfCharactersThatNobodyConfuses() {
        assertThat(OneTimePassword.next()).matches("[a-hj-km-np-z2-9]{4}(-[a-hj-km-np-z2-9]{4}){4}");
    }

    @Test
    void noneComesTwice() {
        var seen = new HashSet<String>();

        IntStream.range(0, 1000).forEach(i -> seen.add(OneTimePassword.next()));

        assertThat(seen).hasSize(1000);
    }

    @Test
    void howSomebodyCopiedItDoesNotMatter() {
        assertThat(OneTimePassword.canonical(" TAVI runo-9kel\tmopa52dw\n")).isEqualTo("taviruno9kelmopa52dw");
    }
}
