package hero.deployer.refresh;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class HaltPolicyTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0, false, GO_ON",
        "0, 1, false, HALT",
        "0, 1, true, ROLL_BACK",
        "3, 3, false, GO_ON",
        "3, 3, true, GO_ON",
        "3, 4, false, HALT",
        "3, 4, true, ROLL_BACK",
        "10000, 10000, false, GO_ON"
    })
    void theBoundMetIsWithinItAndOneMoreIsNot(int bound, long failures, boolean auto, HaltPolicy.Verdict verdict) {
        assertThat(new HaltPolicy(bound).judge(failures, auto)).isEqualTo(verdict);
    }

    @Test
    void theReasonIsInWords() {
        assertThat(new HaltPolicy(1).reason(2, 5)).isEqualTo("2 of 5 instances failed, more than the 1 that may fail.");
    }
}
