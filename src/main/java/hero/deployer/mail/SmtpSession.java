package hero.deployer.mail;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;

import org.jboss.logging.Logger;

/** What is said to a mail server, in its order. */
final class SmtpSession {
    private static final Logger LOG = Logger.getLogger(SmtpSession.class);

    private final SmtpConnection connection;
    private final MailConfig config;
    private final boolean mayEncrypt;
    private String offers = "";
    private boolean encrypted;
    private boolean signedIn;

    SmtpSession(SmtpConnection connection, MailConfig config, boolean mayEncrypt) {
        this.connection = connection;
        this.config = config;
        this.mayEncrypt = mayEncrypt;
    }

    /** Up to where the server knows us. Before there is talk of a mail, a refusal is about the server or our settings. */
    void greet() throws IOException {
        if (config.tls() == MailConfig.Tls.IMPLICIT) {
            connection.encrypt();
            encrypted = true;
        }
        settle("greeting", connection.reply());
        hello();
        if (wantsTls()) {
            settle("STARTTLS", connection.command("STARTTLS"));
            connection.encrypt();
            encrypted = true;
            hello();
        }
        if (config.username().isPresent() && config.password().isPresent()) {
            new SmtpLogin(config.username().get(), config.password().get()).run(connection, offers, shows());
            signedIn = true;
        }
    }

    private void hello() throws IOException {
        var answer = connection.command("EHLO " + config.from().domain());
        if (answer.isIn(5)) {
            // a server of before 1995, or a proxy that is careful: it offers nothing
            settle("HELO", connection.command("HELO " + config.from().domain()));
            offers = "";
        } else {
            settle("EHLO", answer);
            offers = answer.text();
        }
    }

    boolean offers(String extension) {
        return offers.lines()
                .map(line -> line.strip().toUpperCase(Locale.ROOT))
                .anyMatch(line -> line.equals(extension) || line.startsWith(extension + " "));
    }

    private boolean wantsTls() throws IOException {
        var offered = offers("STARTTLS");
        if (config.tls() == MailConfig.Tls.REQUIRED && !offered) {
            throw new IOException("the server offers no STARTTLS, which DEPLOYER_MAIL_TLS=required asks for");
        }
        return offered
                && mayEncrypt
                && (config.tls() == MailConfig.Tls.REQUIRED || config.tls() == MailConfig.Tls.OPTIONAL);
    }

    /** Why our password would be seen by others; empty: it would not, or somebody wants it so. */
    private String shows() {
        if (config.tls() == MailConfig.Tls.OFF) {
            return "";
        }
        var stranger = connection.stranger();
        if (stranger != null) {
            return "the server's certificate is not trusted, and credentials are not sent to strangers; if it is yours set"
                    + " DEPLOYER_MAIL_FINGERPRINT=" + stranger + " or DEPLOYER_MAIL_CA_FILE";
        }
        return encrypted
                ? ""
                : "the server offers no encryption, and credentials are not sent in clear (DEPLOYER_MAIL_TLS=off would)";
    }

    void envelope(Mailbox recipient) throws IOException, SmtpRefusal {
        var from = config.from();
        var letters = recipient.needsUtf8() || from.needsUtf8() && offers("SMTPUTF8") ? " SMTPUTF8" : "";
        expect(SmtpRefusal.SENDER, connection.command("MAIL FROM:<" + from.address() + ">" + letters), 2);
        expect(SmtpRefusal.RECIPIENT, connection.command("RCPT TO:<" + recipient.address() + ">"), 2);
        expect("DATA", connection.command("DATA"), 3);
    }

    /** Ends the mail and waits for the server to take it. */
    SmtpConnection.Reply end(Duration within) throws IOException, SmtpRefusal {
        connection.waitFor(within);
        var answer = connection.command(".");
        expect("message", answer, 2);
        return answer;
    }

    void goodbye() {
        try {
            connection.write("QUIT\r\n");
        } catch (IOException e) {
            LOG.debugf("The server left before we said goodbye: %s", e.toString());
        }
    }

    private void expect(String command, SmtpConnection.Reply reply, int hundreds) throws SmtpRefusal {
        if (!reply.isIn(hundreds)) {
            throw new SmtpRefusal(command, reply, signedIn);
        }
    }

    private static void settle(String command, SmtpConnection.Reply reply) throws IOException {
        if (!reply.isIn(2)) {
            throw new IOException(command + ": " + reply.code() + " " + reply.text());
        }
    }
}
