package hero.deployer.mail;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import hero.deployer.base.ProblemException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TestMailTest {
    private static TestMail.Result send(TestMail mail) {
        return mail.send("ada@example.org").await().atMost(Duration.ofSeconds(10));
    }

    @Test
    void itAnswersWhatTheServerSaidAndNotTwiceInARow() throws Exception {
        try (var server =
                new ScriptedServer("220 hi", "250 hello", "250 from", "250 to", "354 go on", "250 queued as 7")) {
            var config = TestMailConfig.plain(server.port());
            var sender = new SmtpSender(config);
            var mail = new TestMail(sender, config);

            assertThat(send(mail)).isEqualTo(new TestMail.Result("sent", "ada@example.org", "250 queued as 7"));
            assertThatThrownBy(() -> send(mail))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            refusal -> assertThat(refusal.problem().status()).isEqualTo(429));
            sender.close();
        }
    }

    @Test
    void itAnswersWhyAServerDoesNotTakeIt() throws Exception {
        try (var server = new ScriptedServer("220 hi", "250 hello", "530 Authentication required")) {
            var config = TestMailConfig.plain(server.port());
            var sender = new SmtpSender(config);

            var result = send(new TestMail(sender, config));

            assertThat(result.outcome()).isEqualTo("postponed");
            assertThat(result.server()).contains("530 Authentication required", "DEPLOYER_MAIL_USERNAME");
            sender.close();
        }
    }
}
