package hero.deployer.mail;

import io.smallrye.mutiny.Uni;

import hero.deployer.base.Tx;

/** A CDI bean of this type is told of every change of a mail that people can see. This room itself knows no log. */
public interface MailListener {

    /** The mail as it is by now, in the transaction that changed it. */
    Uni<Void> changed(Tx tx, Outbox.Entry mail);
}
