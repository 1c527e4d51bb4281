package hero.deployer.mail;

import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** One attempt to hand one mail over. Blocks its thread; whoever no longer wants it hangs up. */
final class SmtpAttempt {
    private static final Logger LOG = Logger.getLogger(SmtpAttempt.class);
    private static final int MAX_REASON = 400;

    /** Called when the server is ready for the mail, before the first byte of it leaves; what it throws keeps the mail here. */
    interface Handover {
        void begins();
    }

    private final MailConfig config;
    private final Patience patience;
    private final Mail mail;
    private final Handover handover;
    private volatile @Nullable Socket socket;
    private volatile boolean unwanted;
    private boolean handedOver;

    SmtpAttempt(MailConfig config, Patience patience, Mail mail, Handover handover) {
        this.config = config;
        this.patience = patience;
        this.mail = mail;
        this.handover = handover;
    }

    /** What became of it, by the deadline of {@code patience} at the latest. */
    Delivery run(ScheduledExecutorService watchdog) {
        var alarm = watchdog.schedule(this::hangUp, patience.whole().toMillis(), TimeUnit.MILLISECONDS);
        try {
            return converse();
        } catch (SmtpRefusal refusal) {
            return refusal.isPermanent()
                    ? new Delivery.Refused(reason(refusal))
                    : new Delivery.Postponed(reason(refusal));
        } catch (IOException | RuntimeException e) {
            // whatever it was: before the first byte of the mail nothing can have left
            return handedOver ? new Delivery.Unknown(reason(e)) : new Delivery.Postponed(reason(e));
        } finally {
            alarm.cancel(false);
            hangUp();
        }
    }

    private Delivery converse() throws IOException, SmtpRefusal {
        try {
            return converse(true);
        } catch (SSLException e) {
            // where encryption is a favour, a server that fails at it gets the mail without; credentials it never gets
            // so
            if (handedOver || unwanted || config.tls() != MailConfig.Tls.OPTIONAL || isStrict()) {
                throw e;
            }
            LOG.infof("The mail server cannot encrypt, and gets mail without: %s", reason(e));
            return converse(false);
        }
    }

    private boolean isStrict() {
        return config.username().isPresent()
                || config.fingerprint().isPresent()
                || config.caFile().isPresent();
    }

    private Delivery converse(boolean mayEncrypt) throws IOException, SmtpRefusal {
        var own = new Socket();
        socket = own;
        if (unwanted) {
            throw new IOException("given up");
        }
        var recipient = Mailbox.of(mail.recipient());
        var content = Mime.written(mail, recipient, config);
        try (var connection = new SmtpConnection(own, config, patience)) {
            var session = new SmtpSession(connection, config, mayEncrypt);
            session.greet();
            if (recipient.needsUtf8() && !session.offers("SMTPUTF8")) {
                return new Delivery.Refused(
                        "The address has other letters than a to z before the @, which the mail server cannot take (no SMTPUTF8).");
            }
            session.envelope(recipient);
            handover.begins();
            handedOver = true;
            connection.write(content);
            var answer = session.end(patience.accept());
            session.goodbye();
            return new Delivery.Sent(plain(answer.code() + " " + answer.text()));
        }
    }

    /** Ends it from another thread. */
    void hangUp() {
        unwanted = true;
        var open = socket;
        if (open == null) {
            return;
        }
        try {
            open.close();
        } catch (IOException e) {
            LOG.debugf("A connection did not close: %s", e.toString());
        }
    }

    private static String reason(Exception e) {
        var said = e;
        // a handshake says less than what made it fail
        while (said instanceof SSLException && said.getCause() instanceof Exception cause) {
            said = cause;
        }
        return plain(said.getMessage() == null ? said.getClass().getSimpleName() : said.getMessage());
    }

    private static String plain(String text) {
        var line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return line.substring(0, Math.min(MAX_REASON, line.length()));
    }
}
