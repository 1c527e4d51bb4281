package hero.deployer.mail;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Optional;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What is known after each end that a conversation can take. */
class SmtpSenderTest {
    private static final Mail MAIL = new Mail(
            "mail_1",
            "<abc@example.org>",
            "ada@example.org",
            "Willkommen, J\u00fcrgen",
            "Hello\n.dot\n..two dots\nGr\u00fc\u00dfe",
            "<p>Hello &amp; Gr\u00fc\u00dfe</p>",
            1);

    private static Delivery send(int port, Mail mail) {
        var sender = new SmtpSender(TestMailConfig.plain(port));
        try {
            return sender.send(mail);
        } finally {
            sender.close();
        }
    }

    private static Delivery send(TestMailConfig config, String recipient) {
        var sender = new SmtpSender(config);
        try {
            return sender.send(new Mail("mail_2", "<b@example.org>", recipient, "Hi", "Hello", null, 1));
        } finally {
            sender.close();
        }
    }

    private static Delivery send(ScriptedServer server) {
        return send(server.port(), MAIL);
    }

    @Test
    void aRealServerGetsTheWholeMail() throws Exception {
        var server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
        try {
            var delivery = send(server.getSmtp().getPort(), MAIL);

            assertThat(delivery).isInstanceOf(Delivery.Sent.class);
            var got = server.getReceivedMessages()[0];
            assertThat(got.getHeader("Message-ID")).containsExactly("<abc@example.org>");
            assertThat(got.getSubject()).isEqualTo("Willkommen, J\u00fcrgen");
            assertThat(got.getFrom()[0].toString()).contains("deployer@example.org");
            var parts = (jakarta.mail.Multipart) got.getContent();
            assertThat(parts.getBodyPart(0).getContent().toString().stripTrailing())
                    .isEqualToNormalizingNewlines("Hello\n.dot\n..two dots\nGr\u00fc\u00dfe");
            assertThat(parts.getBodyPart(1).getContent().toString()).contains("<p>Hello &amp; Gr\u00fc\u00dfe</p>");
            assertThat(GreenMailUtil.getWholeMessage(got)).contains("Auto-Submitted: auto-generated");
        } finally {
            server.stop();
        }
    }

    @Test
    void aServerThatIsDownPostpones() throws IOException {
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }

        assertThat(send(port, MAIL)).isInstanceOf(Delivery.Postponed.class);
    }

    @Test
    void aServerThatNeverGreetsPostponesInTime() throws IOException {
        try (var server = new ScriptedServer(ScriptedServer.SILENCE)) {
            var began = System.nanoTime();

            assertThat(send(server)).isInstanceOf(Delivery.Postponed.class);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(3));
        }
    }

    @Test
    void aServerThatDripsIsCutOffAtTheDeadline() throws IOException {
        try (var server = new ScriptedServer(ScriptedServer.DRIP)) {
            var began = System.nanoTime();

            assertThat(send(server)).isInstanceOf(Delivery.Postponed.class);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(4));
        }
    }

    @Test
    void aRefusedRecipientIsRefusedForGood() throws IOException {
        try (var server = new ScriptedServer("220 hi", "250 hello", "250 from", "550 no such\u0007 user")) {
            assertThat(send(server)).isEqualTo(new Delivery.Refused("RCPT TO: 550 no such user"));
        }
    }

    @Test
    void aGreylistingServerPostpones() throws IOException {
        try (var server = new ScriptedServer("220 hi", "250 hello", "250 from", "451 come back")) {
            assertThat(send(server)).isEqualTo(new Delivery.Postponed("RCPT TO: 451 come back"));
        }
    }

    @Test
    void aServerThatHangsUpBeforeTheMailIsHandedOverPostpones() throws IOException {
        try (var server = new ScriptedServer("220 hi", "250 hello", "250 from", ScriptedServer.HANG_UP)) {
            assertThat(send(server)).isInstanceOf(Delivery.Postponed.class);
        }
    }

    @Test
    void silenceAfterTheMailWasHandedOverIsUnknown() throws IOException {
        try (var server =
                new ScriptedServer("220 hi", "250 hello", "250 from", "250 to", "354 go on", ScriptedServer.SILENCE)) {
            assertThat(send(server)).isInstanceOf(Delivery.Unknown.class);
            assertThat(server.heard).contains("..dot", "...two dots", ".");
        }
    }

    @Test
    void aCutConnectionAfterTheMailWasHandedOverIsUnknown() throws IOException {
        try (var server =
                new ScriptedServer("220 hi", "250 hello", "250 from", "250 to", "354 go on", ScriptedServer.HANG_UP)) {
            assertThat(send(server)).isInstanceOf(Delivery.Unknown.class);
        }
    }

    @Test
    void anAnswerAfterTheMailWasHandedOverIsBelieved() throws IOException {
        try (var server =
                new ScriptedServer("220 hi", "250 hello", "250 from", "250 to", "354 go on", "452 disk full")) {
            assertThat(send(server)).isEqualTo(new Delivery.Postponed("message: 452 disk full"));
        }
    }

    @Test
    void credentialsAreNotSentInClear() throws IOException {
        var config = new TestMailConfig(0, MailConfig.Tls.OPTIONAL, Optional.of("user"), Optional.of("secret"));
        try (var server = new ScriptedServer("220 hi", "250 hello", ScriptedServer.SILENCE)) {
            var sender = new SmtpSender(
                    new TestMailConfig(server.port(), config.tls(), config.username(), config.password()));

            var delivery = sender.send(MAIL);

            assertThat(delivery).isInstanceOf(Delivery.Postponed.class);
            assertThat(server.heard).noneMatch(line -> line.startsWith("AUTH"));
            sender.close();
        }
    }

    @Test
    void aServerThatMustEncryptAndCannotGetsNothing() throws IOException {
        try (var server = new ScriptedServer("220 hi", "250 hello", "502 what", ScriptedServer.SILENCE)) {
            var sender = new SmtpSender(
                    new TestMailConfig(server.port(), MailConfig.Tls.REQUIRED, Optional.empty(), Optional.empty()));

            assertThat(sender.send(MAIL)).isInstanceOf(Delivery.Postponed.class);
            assertThat(server.heard).noneMatch(line -> line.startsWith("MAIL"));
            sender.close();
        }
    }

    @Test
    void aServerThatWantsALoginFirstPostponesAndSaysWhatToDo() throws IOException {
        try (var server = new ScriptedServer("220 hi", "250 hello", "530 5.7.0 Authentication required")) {
            var delivery = send(server);

            assertThat(delivery).isInstanceOf(Delivery.Postponed.class);
            assertThat(((Delivery.Postponed) delivery).why())
                    .startsWith("MAIL FROM: 530 5.7.0 Authentication required")
                    .contains("DEPLOYER_MAIL_USERNAME");
        }
        try (var server = new ScriptedServer("220 hi", "250 hello", "250 from", "554 5.7.1 Relay access denied")) {
            assertThat(send(server)).isInstanceOf(Delivery.Postponed.class);
        }
    }

    @Test
    void aSenderThatTheServerRefusesIsAMatterOfSettings() throws IOException {
        try (var server = new ScriptedServer("220 hi", "250 hello", "550 not from you")) {
            var delivery = send(server);

            assertThat(delivery).isInstanceOf(Delivery.Postponed.class);
            assertThat(((Delivery.Postponed) delivery).why()).contains("DEPLOYER_MAIL_FROM");
        }
    }

    @Test
    void aServerWithoutEhloIsGreetedTheOldWay() throws IOException {
        try (var server = new ScriptedServer(
                "220 hi", "502 unknown", "250 hello", "250 from", "250 to", "354 go on", "250 taken")) {
            assertThat(send(server)).isEqualTo(new Delivery.Sent("250 taken"));
            assertThat(server.heard).containsSubsequence("EHLO example.org", "HELO example.org");
        }
    }

    @Test
    void whatIsThrownBeforeTheFirstByteIsNeverUnknown() throws IOException {
        try (var server = new ScriptedServer("220 hi", "250 hello", "250 from", "250 to", "354 go on", "250 taken")) {
            assertThat(send(TestMailConfig.plain(server.port()), "no address")).isInstanceOf(Delivery.Postponed.class);
        }
        try (var server = new ScriptedServer("220 hi", "250 hello", "250 from", "250 to", "354 go on", "250 taken")) {
            var sender = new SmtpSender(TestMailConfig.plain(server.port()));
            var delivery = sender.send(MAIL, Duration.ofSeconds(5), () -> {
                        throw new IllegalStateException("the lease is lost");
                    })
                    .await()
                    .atMost(Duration.ofSeconds(10));
            sender.close();

            assertThat(delivery).isEqualTo(new Delivery.Postponed("the lease is lost"));
            assertThat(server.heard).noneMatch(line -> line.startsWith("Subject"));
        }
    }

    @Test
    void theFirstWayToSignInThatTheServerOffersIsTaken() throws IOException {
        try (var server = new ScriptedServer(
                "220 hi",
                "250-hello",
                "250 AUTH LOGIN",
                "334 VXNlcm5hbWU6",
                "334 UGFzc3dvcmQ6",
                "235 welcome",
                "250 from",
                "250 to",
                "354 go on",
                "250 taken")) {
            assertThat(send(TestMailConfig.signedIn(server.port(), MailConfig.Tls.OFF), "ada@example.org"))
                    .isInstanceOf(Delivery.Sent.class);
            assertThat(server.heard).containsSubsequence("AUTH LOGIN", "dXNlcg==", "c2VjcmV0");
        }
        try (var server = new ScriptedServer(
                "220 hi",
                "250-hello",
                "250 AUTH=PLAIN LOGIN",
                "235 welcome",
                "250 from",
                "250 to",
                "354 go on",
                "250 taken")) {
            assertThat(send(TestMailConfig.signedIn(server.port(), MailConfig.Tls.OFF), "ada@example.org"))
                    .isInstanceOf(Delivery.Sent.class);
            assertThat(server.heard).contains("AUTH PLAIN AHVzZXIAc2VjcmV0");
        }
    }

    @Test
    void aChallengeIsAnsweredWithoutThePasswordEvenInClear() throws IOException {
        // the challenge and the answer of RFC 2195 have the same shape; this answer was computed with another program
        try (var server = new ScriptedServer(
                "220 hi",
                "250-hello",
                "250 AUTH CRAM-MD5 PLAIN",
                "334 PDE4OTYuNjk3MTcwOTUyQHBvc3RvZmZpY2UucmVzdG9uLm1jaS5uZXQ+",
                "235 welcome",
                "250 from",
                "250 to",
                "354 go on",
                "250 taken")) {
            assertThat(send(TestMailConfig.signedIn(server.port(), MailConfig.Tls.OPTIONAL), "ada@example.org"))
                    .isInstanceOf(Delivery.Sent.class);
            assertThat(server.heard).contains("AUTH CRAM-MD5", "dXNlciA3MzNiYTg3ZTY0ZWQ3ZTQ0MWYwNjJjNGFjNmRiMDEwMw==");
            assertThat(server.heard).noneMatch(line -> line.contains("c2VjcmV0"));
        }
    }

    @Test
    void wrongCredentialsAreTriedAgainAndNeverShown() throws IOException {
        try (var server =
                new ScriptedServer("220 hi", "250-hello", "250 AUTH PLAIN", "535 5.7.8 you said AHVzZXIAc2VjcmV0")) {
            var delivery = send(TestMailConfig.signedIn(server.port(), MailConfig.Tls.OFF), "ada@example.org");

            assertThat(delivery).isInstanceOf(Delivery.Postponed.class);
            assertThat(((Delivery.Postponed) delivery).why())
                    .contains("535", "DEPLOYER_MAIL_PASSWORD")
                    .doesNotContain("AHVz");
        }
    }

    @Test
    void anotherDomainsLettersTravelInAscii() throws IOException {
        try (var server = new ScriptedServer("220 hi", "250 hello", "250 from", "250 to", "354 go on", "250 taken")) {
            assertThat(send(TestMailConfig.plain(server.port()), "ada@b\u00fccher.example"))
                    .isInstanceOf(Delivery.Sent.class);
            assertThat(server.heard).contains("RCPT TO:<ada@xn--bcher-kva.example>", "To: ada@xn--bcher-kva.example");
        }
    }

    @Test
    void lettersBeforeTheAtGoWhereTheServerTakesThem() throws IOException {
        try (var server = new ScriptedServer(
                "220 hi", "250-hello", "250 SMTPUTF8", "250 from", "250 to", "354 go on", "250 taken")) {
            assertThat(send(TestMailConfig.plain(server.port()), "j\u00fcrgen@example.org"))
                    .isInstanceOf(Delivery.Sent.class);
            assertThat(server.heard)
                    .contains(
                            "MAIL FROM:<deployer@example.org> SMTPUTF8",
                            "RCPT TO:<j\u00fcrgen@example.org>",
                            "To: j\u00fcrgen@example.org");
        }
        try (var server = new ScriptedServer("220 hi", "250 hello", "250 from")) {
            var delivery = send(TestMailConfig.plain(server.port()), "j\u00fcrgen@example.org");

            assertThat(delivery).isInstanceOf(Delivery.Refused.class);
            assertThat(((Delivery.Refused) delivery).why()).contains("SMTPUTF8");
            assertThat(server.heard).noneMatch(line -> line.startsWith("MAIL"));
        }
    }
}
