package hero.deployer.mail;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

import hero.deployer.base.Ids;
import hero.deployer.base.ProblemException;

/** Sends one mail past the outbox, for somebody who sets a mail server up and wants to know what it says. */
@ApplicationScoped
public class TestMail {
    private static final Duration MOST = Duration.ofSeconds(30);
    private static final Duration BETWEEN = Duration.ofSeconds(5);

    private final SmtpSender sender;
    private final MailConfig config;
    private final AtomicLong nextAt = new AtomicLong(System.nanoTime());

    TestMail(SmtpSender sender, MailConfig config) {
        this.sender = sender;
        this.config = config;
    }

    /**
     * What became of it.
     *
     * @param outcome sent, refused, postponed (a real mail would be tried again) or unknown
     * @param to the address on the wire
     * @param server the mail server's own words, or why it was not spoken to
     */
    public record Result(String outcome, String to, String server) {}

    /**
     * Sends it, within half a minute.
     *
     * @throws ProblemException 400 for what is no address, 409 where no mail server is set, 429 for more than one in five seconds on a replica
     */
    public Uni<Result> send(String address) {
        var recipient = recipient(address);
        if (!sender.isConfigured()) {
            throw ProblemException.conflict(
                    "mail-not-configured",
                    "No mail server",
                    "No mail server is set. Set DEPLOYER_MAIL_HOST and start again.");
        }
        takeTurn();
        var id = Ids.next("mail");
        var mail = new Mail(
                id,
                "<" + id + "@" + config.from().domain() + ">",
                recipient.address(),
                "A test mail of the Hero Deployer",
                "This mail was asked for on the deployer's page. If you read it, its mail server is set up.\n",
                null,
                1);
        return sender.send(mail, MOST, () -> {}).map(delivery -> result(recipient.address(), delivery));
    }

    private static Mailbox recipient(String address) {
        try {
            return Mailbox.of(address);
        } catch (IllegalArgumentException e) {
            throw ProblemException.badField("to", String.valueOf(e.getMessage()));
        }
    }

    private void takeTurn() {
        long now = System.nanoTime();
        long free = nextAt.get();
        if (now - free < 0 || !nextAt.compareAndSet(free, now + BETWEEN.toNanos())) {
            throw ProblemException.of(
                    429,
                    "too-many-requests",
                    "Too many requests",
                    "A test mail was sent just now. Try again in five seconds.");
        }
    }

    private static Result result(String to, Delivery delivery) {
        return switch (delivery) {
            case Delivery.Sent sent -> new Result("sent", to, sent.answer());
            case Delivery.Refused refused -> new Result("refused", to, refused.why());
            case Delivery.Postponed postponed -> new Result("postponed", to, postponed.why());
            case Delivery.Unknown unknown -> new Result("unknown", to, unknown.why());
        };
    }
}
