package hero.deployer.identity;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

import hero.deployer.base.Tx;
import hero.deployer.events.EventLog;
import hero.deployer.events.NewEvent;
import hero.deployer.mail.MailListener;
import hero.deployer.mail.Outbox;

/** Publishes {@code mail.state}: a mail as the outbox shows it, never its body, to those who may see it there. */
@ApplicationScoped
class OutboxNews implements MailListener {
    private final EventLog events;

    OutboxNews(EventLog events) {
        this.events = events;
    }

    @Override
    public Uni<Void> changed(Tx tx, Outbox.Entry mail) {
        var scope = mail.organization() == null ? EventLog.EVERYONE : mail.organization();
        return events.append(tx, new NewEvent("mail.state", scope, mail.id(), null, mail));
    }
}
