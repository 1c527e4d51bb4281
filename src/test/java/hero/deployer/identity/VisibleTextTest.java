package hero.deployer.identity;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import hero.deployer.base.Problem.FieldError;

import static org.assertj.core.api.Assertions.assertThat;

/** Names and addresses as people bring them. */
class VisibleTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\u00a0",
                "\u2007\u202f",
                "\u200b\u200d\ufeff",
                "\u3000",
                "\u3164",
                "\u2800",
                "\u034f",
                "\u00ad",
                "\t"
            })
    void aNameOfNothingThatIsSeenIsNone(String name) {
        assertThat(VisibleText.isBlank(name)).isTrue();
        assertThat(People.faults("ada", name, "ada@example.org"))
                .extracting(FieldError::field)
                .containsExactly("name");
        assertThat(VisibleText.isBlank(name + "x")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Ada", "李", "\u0639\u0644\u064a", "e\u0301", "\ud83d\udc69\u200d\ud83d\udcbb", "\u00a0Ada\u00a0"
            })
    void aNameInAnyScriptIsOne(String name) {
        assertThat(People.faults("ada", name, "ada@example.org")).isEmpty();
    }

    @Test
    void blanksOfEveryKindGo() {
        assertThat(VisibleText.strip("\ufeff\u00a0 Ada\u00a0N.\u2003\u200b\r\n"))
                .isEqualTo("Ada\u00a0N.");
    }

    @ParameterizedTest
    @CsvSource({
        "ada@bücher.example, ada@xn--bcher-kva.example",
        "ada@xn--bcher-kva.example, ada@xn--bcher-kva.example",
        "ada@例え.テスト, ada@xn--r8jz45g.xn--zckzah",
        "o'hara+x@example.org, o'hara+x@example.org",
        "ada@localhost, ada@localhost",
    })
    void addressesOfAnyHostAreTakenAndGoOutInAscii(String email, String ascii) {
        assertThat(EmailAddress.fault(email)).isNull();
        assertThat(EmailAddress.ascii(email)).isEqualTo(ascii);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ada",
                "@example.org",
                "ada@",
                "a b@example.org",
                "ada@ex ample.org",
                "ada@bü cher.example",
                "ada@-.example",
                "ada@a@b",
                "ada@x\r\n.org",
                "<ada@example.org>"
            })
    void whatIsNoAddressIsRefused(String email) {
        assertThat(EmailAddress.fault(email)).isNotNull();
    }

    @Test
    void accentsBeforeTheAtAreToldApart() {
        assertThat(EmailAddress.fault("renée@example.org")).contains("only behind the @");
    }
}
