package hero.deployer.mail;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MailboxTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ada@example.org                  |            | ada@example.org
            Hero <a@b>                       | Hero       | a@b
            "Hero, Inc." <a@b>               | Hero, Inc. | a@b
            <a@b>                            |            | a@b
            Ada@Example.ORG                  |            | Ada@example.org
            ada@bücher.example               |            | ada@xn--bcher-kva.example
            jürgen@example.org               |            | jürgen@example.org
            a+b.c_d@mail.example.co.uk       |            | a+b.c_d@mail.example.co.uk
            a@[127.0.0.1]                    |            | a@[127.0.0.1]
            """)
    void isReadAsPeopleWriteIt(String text, String name, String address) {
        var read = Mailbox.of(text);

        assertThat(read.name()).isEqualTo(name == null ? "" : name);
        assertThat(read.address()).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nobody",
                "@b",
                "a@",
                "a b@c",
                "a@b c",
                "a@b\r\nRCPT TO:<x@y>",
                "a<b@c",
                "a@-b",
                "<a@b> c",
                "a@b, c@d"
            })
    void isRefusedWithWhatIsAllowed(String text) {
        assertThatThrownBy(() -> Mailbox.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be an address such as");
    }

    @Test
    void lettersBeforeTheAtNeedAServerThatTakesThem() {
        assertThat(Mailbox.of("jürgen@example.org").needsUtf8()).isTrue();
        assertThat(Mailbox.of("juergen@bücher.example").needsUtf8()).isFalse();
    }
}
