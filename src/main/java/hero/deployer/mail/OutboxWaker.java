package hero.deployer.mail;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import org.jboss.logging.Logger;

import hero.deployer.base.Tx;
import hero.deployer.task.Tasks;

/** Sends what waited in the outbox as soon as the deployer starts with a mail server. */
@Singleton
final class OutboxWaker {
    private static final Logger LOG = Logger.getLogger(OutboxWaker.class);

    private final MailStore store;
    private final SmtpSender sender;
    private final Tasks tasks;
    private final Pool pool;

    OutboxWaker(MailStore store, SmtpSender sender, Tasks tasks, Pool pool) {
        this.store = store;
        this.sender = sender;
        this.tasks = tasks;
        this.pool = pool;
    }

    void start(@Observes StartupEvent event) {
        if (sender.isConfigured()) {
            wake().subscribe()
                    .with(
                            done -> LOG.debug("The outbox is awake"),
                            failure -> LOG.warnf("The outbox sleeps on for up to an hour: %s", failure.toString()));
        }
    }

    /** In batches: after a long time without a mail server there may be thousands. */
    Uni<Void> wake() {
        return store.open(Tx.of(pool))
                .chain(open -> Multi.createFrom()
                        .iterable(Tx.parts(open))
                        .onItem()
                        .transformToUniAndConcatenate(ids -> pool.withTransaction(
                                connection -> tasks.enqueueAll(Tx.of(connection), MailTask.KIND, ids)))
                        .collect()
                        .last()
                        .replaceWithVoid());
    }
}
