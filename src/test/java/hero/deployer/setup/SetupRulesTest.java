package hero.deployer.setup;

import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import hero.deployer.base.ProblemException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class SetupRulesTest {

    @Test
    void acceptsAnOrdinaryEnvironment() {
        assertThatCode(() -> SetupRules.checkEnvironment(
                        Map.of("LANG", "de", "_X1", "", "http_proxy", "http://proxy:3128", "LARGE", "é".repeat(2048))))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PORT", "DATA_DIR", "JAVA_HOME", "HERO_", "HERO_TOKEN", "1X", "", "A-B", "A=B", "Ä"})
    void namesTheEntryAtFault(String key) {
        var refusal = refusal(Map.of("GOOD", "x", key, "x"));

        assertThat(refusal.problem().errors())
                .singleElement()
                .satisfies(error -> assertThat(error.field()).isEqualTo("environment." + key));
    }

    @Test
    void boundsValuesAndTheirNumber() {
        assertThat(refusal(Map.of("A", "é".repeat(2049))).problem().detail()).startsWith("environment.A:");
        assertThat(refusal(Map.of("A", "x\0y")).problem().detail()).startsWith("environment.A:");
        var many = new HashMap<String, String>();
        for (int i = 0; i < 101; i++) {
            many.put("K" + i, "");
        }
        assertThat(refusal(many).problem().detail()).startsWith("environment:");
        many.remove("K0");
        assertThatCode(() -> SetupRules.checkEnvironment(many)).doesNotThrowAnyException();
    }

    private static ProblemException refusal(Map<String, String> environment) {
        return catchThrowableOfType(ProblemException.class, () -> SetupRules.checkEnvironment(environment));
    }
}
