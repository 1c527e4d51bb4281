package hero.deployer.task;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

import hero.deployer.base.Tx;

/** The queue of durable work. */
@ApplicationScoped
public class Tasks {

    /**
     * Opens a task in the caller's transaction, or makes the open one due again; a turn that is running is followed by another. Workers are
     * woken after the commit.
     */
    public Uni<Void> enqueue(Tx tx, NewTask task) {
        throw new UnsupportedOperationException("skeleton");
    }
}
