package hero.deployer.onboarding;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import hero.deployer.base.Problem.FieldError;
import hero.deployer.base.ProblemException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** Tables of people as spreadsheets write them. */
class MembersCsvTest {
    @Test
    void columnsComeInAnyOrderAndWhatIsBlankIsNothing() {
        var rows = MembersCsv.read("email,username\nada@example.org , ada\n,bob\n");

        assertThat(rows)
                .containsExactly(
                        new MemberEntry(1, "ada", null, "ada@example.org", null, List.of()),
                        new MemberEntry(2, "bob", null, null, null, List.of()));
    }

    @Test
    void quotesHoldCommasQuotesAndLineBreaks() {
        var rows =
                MembersCsv.read("username,name,node\r\nada,\"Lovelace, \"\"Ada\"\"\r\nof London\",n1\r\nbob,Bob,\r\n");

        assertThat(rows).extracting(MemberEntry::name).containsExactly("Lovelace, \"Ada\"\r\nof London", "Bob");
        assertThat(rows).extracting(MemberEntry::row).containsExactly(1, 2);
        assertThat(rows).extracting(MemberEntry::node).containsExactly("n1", null);
    }

    @ValueSource(
            strings = {
                "\uFEFFusername,name\nada,Ada\n",
                "username,name\rada,Ada\r",
                "Username, Name\r\n\r\nada,Ada",
                "\"username\",\"name\"\n\"ada\",\"Ada\"\n\n",
                "username,name\n,\nada,Ada\n , \n",
                "username;name\nada;Ada\n",
                "username\tname\r\nada\tAda\r\n",
                "username|name\nada|Ada\n",
                "sep=;\r\nusername;name\r\nada;Ada\r\n",
                "\uFEFFSEP=,\nusername,name\nada,Ada\n",
                "\"sep=,\"\nusername,name\nada,Ada\n",
                "sep=:\nusername:name\nada:Ada\n",
                "username,name,,\nada,Ada,,\n",
                "username,,name\nada,,Ada\n",
                "username, name\nada, \"Ada\"\n",
                "username,name\nada,\u00a0\"Ada\" \n",
                "username,name\n\u00a0ada\u00a0,\u200bAda\u00a0\n\u00a0,\u200b\n",
                "NAME,\u00a0USERNAME\nAda,ada\n",
                "name;username;email\nAda;ada;\n"
            })
    @ParameterizedTest
    void itReadsWhatSpreadsheetsWrite(String table) {
        assertThat(MembersCsv.read(table)).containsExactly(new MemberEntry(1, "ada", "Ada", null, null, List.of()));
    }

    @CsvSource(delimiter = '|', textBlock = """
            trailing-cols.csv | c-trail | Ann        | ann@field.example
            space-quote.csv   | c-spq   | Nolan, Ada | ada@field.example
            nbsp-email.csv    | c-nbspe | Ann        | ann@field.example
            sep.csv           | c-sep   | Ann        | ann@field.example
            """)
    @ParameterizedTest
    void itReadsWhatPeopleBrought(String file, String username, String name, String email) throws Exception {
        try (var in = Objects.requireNonNull(MembersCsvTest.class.getResourceAsStream("/cases/" + file))) {
            var table = new String(in.readAllBytes(), StandardCharsets.UTF_8);

            assertThat(MembersCsv.read(table))
                    .containsExactly(new MemberEntry(1, username, name, email, null, List.of()));
        }
    }

    @Test
    void quotesInsideAndLineBreaksStayWithAnySeparator() {
        assertThat(MembersCsv.read("username;name\nada;\"a; \"\"b\"\"\nc\"\nbob;5\" pipe\n"))
                .extracting(MemberEntry::name)
                .containsExactly("a; \"b\"\nc", "5\" pipe");
    }

    @Test
    void aFieldInAColumnWithoutANameIsTold() {
        var rows = MembersCsv.read("username,name,\nada,Ada,Lovelace\n");

        assertThat(rows.getFirst().faults())
                .extracting(FieldError::message)
                .first()
                .asString()
                .contains("without a name");
    }

    @Test
    void whatIsNoColumnIsNamed() {
        assertThat(faults("username,e-mail,name,name\nada,a,b,c\n"))
                .extracting(FieldError::field)
                .containsExactly("e-mail", "name");
        assertThat(faults("name\nAda\n")).extracting(FieldError::field).containsExactly("username");
    }

    @Test
    void aHeaderOfAMillionColumnsIsRefusedInOneSentence() {
        assertThat(faults("a,".repeat(1_000_000) + "\n1\n"))
                .singleElement()
                .extracting(FieldError::message)
                .asString()
                .contains("columns");
    }

    @ValueSource(strings = {"", "\uFEFF", "username,name\n", "username\n\"ada\n", "username,name\n\"ada\"x,b\n"})
    @ParameterizedTest
    void whatIsNoTableIsRefused(String table) {
        assertThat(faults(table)).hasSize(1);
    }

    @Test
    void aRowWithTooManyFieldsSaysSoAndTheOthersGoOn() {
        var rows = MembersCsv.read("username,name\nada,Lovelace,Ada\nbob,Bob,\n");

        assertThat(rows.getFirst().faults()).extracting(FieldError::field).containsExactly("row");
        assertThat(rows.getLast().faults()).isEmpty();
    }

    @Test
    void tenThousandAreTheMost() {
        var table = "username\n" + "ada\n".repeat(AddMembers.MOST);

        assertThat(MembersCsv.read(table)).hasSize(AddMembers.MOST);
        assertThat(faults(table + "one-more\n")).extracting(FieldError::field).containsExactly("members");
    }

    private static List<FieldError> faults(String table) {
        var refused = catchThrowableOfType(ProblemException.class, () -> MembersCsv.read(table));
        assertThat(refused).as(table).isNotNull();
        assertThat(refused.problem().status()).isEqualTo(400);
        return Objects.requireNonNull(refused.problem().errors());
    }
}
