package hero.deployer.mail;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

import hero.deployer.base.Tx;

/** Queues mail in the caller's transaction; it leaves when a mail server takes it, and stays here when none is configured. */
@ApplicationScoped
public class Outbox {

    /** Queues {@code mail} unless its key is known. */
    public Uni<Void> enqueue(Tx tx, NewMail mail) {
        throw new UnsupportedOperationException("skeleton");
    }
}
