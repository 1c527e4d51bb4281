package hero.deployer.mail;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;

import hero.deployer.base.Tx;
import hero.deployer.mail.MailStore.Begun;
import hero.deployer.task.TaskHandler;
import hero.deployer.task.TaskLease;
import hero.deployer.task.TaskOutcome;

/** Sends one mail: writes the intent, speaks to the server, writes the end. Whoever finds an intent without an end asks a person. */
@Singleton
final class MailTask implements TaskHandler {
    static final String KIND = "mail";

    private static final Logger LOG = Logger.getLogger(MailTask.class);
    private static final int AT_ONCE = 8;
    private static final Duration HANDOVER = Duration.ofSeconds(10);
    private static final Duration UNCONFIGURED = Duration.ofHours(1);

    private final MailStore store;
    private final MailNews news;
    private final SmtpSender sender;
    private final MailConfig config;

    MailTask(MailStore store, MailNews news, SmtpSender sender, MailConfig config) {
        this.store = store;
        this.news = news;
        this.sender = sender;
        this.config = config;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public int maxConcurrent() {
        return AT_ONCE;
    }

    @Override
    public Duration turnDeadline() {
        return config.deadline().plusSeconds(15);
    }

    @Override
    public Uni<TaskOutcome> run(TaskLease lease) {
        if (!sender.isConfigured()) {
            // a restart with settings wakes it sooner
            return Uni.createFrom().item(TaskOutcome.again(UNCONFIGURED));
        }
        return lease.commit(connection -> begin(Tx.of(connection), lease.key())).chain(begun -> switch (begun) {
            case Begun.Ready ready -> attempt(lease, ready.mail());
            case Begun.Interrupted interrupted -> {
                LOG.warnf("It is unknown whether mail %s left", lease.key());
                yield Uni.createFrom().item(TaskOutcome.done());
            }
            case Begun.Settled settled -> Uni.createFrom().item(TaskOutcome.done());
        });
    }

    private Uni<Begun> begin(Tx tx, String id) {
        return store.begin(tx, id)
                .call(begun -> begun instanceof Begun.Interrupted
                        ? news.changed(tx, id)
                        : Uni.createFrom().voidItem());
    }

    private Uni<TaskOutcome> attempt(TaskLease lease, Mail mail) {
        return sender.send(mail, config.deadline(), () -> handOver(lease, mail))
                .chain(delivery -> lease.commit(connection -> settle(Tx.of(connection), mail, delivery)
                        .call(() -> news.changed(Tx.of(connection), mail.id()))));
    }

    /** From here on nobody can know whether it left, unless the server says so. Blocks the conversation's own thread. */
    private void handOver(TaskLease lease, Mail mail) {
        lease.commit(connection -> store.handOver(Tx.of(connection), mail.id()))
                .await()
                .atMost(HANDOVER);
    }

    private Uni<TaskOutcome> settle(Tx tx, Mail mail, Delivery delivery) {
        return switch (delivery) {
            case Delivery.Sent sent -> store.settle(tx, mail.id(), "sent", null).replaceWith(TaskOutcome.done());
            case Delivery.Refused refused -> ended(tx, mail, "failed", refused.why());
            case Delivery.Unknown unknown -> ended(tx, mail, "unknown", unknown.why());
            case Delivery.Postponed postponed -> postpone(tx, mail, postponed.why());
        };
    }

    private Uni<TaskOutcome> ended(Tx tx, Mail mail, String state, String why) {
        LOG.warnf("Mail %s is %s: %s", mail.id(), state, why);
        return store.settle(tx, mail.id(), state, why).replaceWith(TaskOutcome.done());
    }

    private Uni<TaskOutcome> postpone(Tx tx, Mail mail, String why) {
        LOG.infof("Mail %s is tried again later: %s", mail.id(), why);
        return store.postpone(tx, mail.id(), why, config.retryFor().toSeconds())
                .map(again -> again
                        ? TaskOutcome.again(Backoff.after(
                                mail.attempts(), ThreadLocalRandom.current().nextDouble()))
                        : TaskOutcome.done());
    }
}
