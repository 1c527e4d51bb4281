package hero.deployer.mail;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

/**
 * One conversation with the mail server per mail. It knows exactly up to when nothing can have left, which no library at hand tells: that
 * is what decides between trying again and asking a person.
 */
@Singleton
final class SmtpSender {
    private static final Logger LOG = Logger.getLogger(SmtpSender.class);
    private static final int MAX_REASON = 300;

    private final MailConfig config;
    private final ScheduledExecutorService watchdog = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("mail-watchdog").daemon().factory());

    SmtpSender(MailConfig config) {
        this.config = config;
    }

    boolean isConfigured() {
        return config.host().filter(host -> !host.isBlank()).isPresent();
    }

    /** Blocks for as long as {@code deadline} at the most. */
    Delivery send(Mail mail) {
        var host = config.host().orElseThrow();
        var content = Mime.written(mail, config.from(), config.fromName(), domain());
        var handedOver = false;
        var socket = new Socket();
        var alarm = watchdog.schedule(() -> hangUp(socket), config.deadline().toMillis(), TimeUnit.MILLISECONDS);
        try (var connection = new SmtpConnection(socket, config, host)) {
            greet(connection);
            envelope(connection, mail);
            connection.write(content);
            // from here on the server may have all of it
            handedOver = true;
            expect("message", connection.command("."), 2);
            goodbye(connection);
            return new Delivery.Sent();
        } catch (SmtpRefusal refusal) {
            return refusal.isPermanent()
                    ? new Delivery.Refused(reason(refusal))
                    : new Delivery.Postponed(reason(refusal));
        } catch (IOException e) {
            return handedOver ? new Delivery.Unknown(reason(e)) : new Delivery.Postponed(reason(e));
        } finally {
            alarm.cancel(false);
            hangUp(socket);
        }
    }

    private void greet(SmtpConnection connection) throws IOException, SmtpRefusal {
        if (config.tls() == MailConfig.Tls.IMPLICIT) {
            connection.encrypt();
        }
        var encrypted = config.tls() == MailConfig.Tls.IMPLICIT;
        settle("greeting", connection.reply());
        var offers = settle("EHLO", connection.command("EHLO " + domain()));
        if (wantsTls(offers.text())) {
            settle("STARTTLS", connection.command("STARTTLS"));
            connection.encrypt();
            encrypted = true;
            settle("EHLO", connection.command("EHLO " + domain()));
        }
        if (config.username().isPresent() && config.password().isPresent()) {
            logIn(connection, encrypted);
        }
    }

    private boolean wantsTls(String offers) {
        var offered = offers.lines().anyMatch(line -> line.strip().equalsIgnoreCase("STARTTLS"));
        return config.tls() == MailConfig.Tls.REQUIRED || config.tls() == MailConfig.Tls.OPTIONAL && offered;
    }

    private void logIn(SmtpConnection connection, boolean encrypted) throws IOException {
        if (!encrypted && config.tls() != MailConfig.Tls.OFF) {
            throw new IOException("the server offers no encryption, and credentials are not sent in clear");
        }
        var proof = "\0" + config.username().orElseThrow() + "\0"
                + config.password().orElseThrow();
        var encoded = Base64.getEncoder().encodeToString(proof.getBytes(StandardCharsets.UTF_8));
        if (!connection.command("AUTH PLAIN " + encoded).isIn(2)) {
            // the answer's own words might repeat what was sent
            throw new IOException("the server does not accept our credentials");
        }
    }

    private void envelope(SmtpConnection connection, Mail mail) throws IOException, SmtpRefusal {
        expect("MAIL FROM", connection.command("MAIL FROM:<" + config.from() + ">"), 2);
        expect("RCPT TO", connection.command("RCPT TO:<" + mail.recipient() + ">"), 2);
        expect("DATA", connection.command("DATA"), 3);
    }

    private static void expect(String command, SmtpConnection.Reply reply, int hundreds) throws SmtpRefusal {
        if (!reply.isIn(hundreds)) {
            throw new SmtpRefusal(command, reply);
        }
    }

    /** Before there is talk of a mail, a refusal is about the server or our settings, which may be mended. */
    private static SmtpConnection.Reply settle(String command, SmtpConnection.Reply reply) throws IOException {
        if (!reply.isIn(2)) {
            throw new IOException(command + ": " + reply.code() + " " + reply.text());
        }
        return reply;
    }

    private static void goodbye(SmtpConnection connection) {
        try {
            connection.write("QUIT\r\n");
        } catch (IOException e) {
            LOG.debugf("The server left before we said goodbye: %s", e.toString());
        }
    }

    private static void hangUp(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debugf("A connection did not close: %s", e.toString());
        }
    }

    private String domain() {
        var from = config.from();
        return from.substring(from.indexOf('@') + 1).toLowerCase(Locale.ROOT);
    }

    private static String reason(Exception e) {
        var message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        var plain = message.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return plain.substring(0, Math.min(MAX_REASON, plain.length()));
    }

    @PreDestroy
    void close() {
        watchdog.shutdownNow();
    }
}
