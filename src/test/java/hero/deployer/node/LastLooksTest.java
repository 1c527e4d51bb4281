package hero.deployer.node;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

import hero.deployer.provider.ProviderNode;

import static org.assertj.core.api.Assertions.assertThat;

class LastLooksTest {
    private static final ProviderNode A = new ProviderNode("a", true, 5);
    private static final ProviderNode B = new ProviderNode("b", true, 5);

    private final LastLooks looks = new LastLooks(Duration.ofNanos(10));

    @Test
    void theSameLookIsARepeatForAWhile() {
        looks.agreed("one", List.of(A, B), 100);

        assertThat(looks.isRepeat("one", List.of(B, A), 109)).isTrue();
        assertThat(looks.isRepeat("one", List.of(A, B), 110)).isFalse();
        assertThat(looks.isRepeat("other", List.of(A, B), 101)).isFalse();
    }

    @Test
    void whateverIsShownOtherwiseIsNone() {
        looks.agreed("one", List.of(A), 100);

        assertThat(looks.isRepeat("one", List.of(), 101)).isFalse();
        assertThat(looks.isRepeat("one", List.of(A, B), 101)).isFalse();
        assertThat(looks.isRepeat("one", List.of(new ProviderNode("a", false, 5)), 101))
                .isFalse();
        assertThat(looks.isRepeat("one", List.of(new ProviderNode("a", true, 6)), 101))
                .isFalse();
    }

    @Test
    void nothingIsARepeatWhileSomethingIsOpen() {
        looks.agreed("one", List.of(A), 100);

        looks.open("one");

        assertThat(looks.isRepeat("one", List.of(A), 101)).isFalse();
    }
}
