package hero.deployer.task;

import java.time.Duration;

import io.smallrye.mutiny.Uni;

/** Does one kind of durable work. A CDI bean of this type is found and called by the workers; it keeps its state in its own tables. */
public interface TaskHandler {
    String kind();

    /**
     * One turn, on an event loop, off any transaction: read the state, do at most one slow thing, commit through {@link TaskLease#commit},
     * say what comes next. It may be repeated after any crash, from any point. A failed {@code Uni} is logged and tried again with backoff.
     */
    Uni<TaskOutcome> run(TaskLease lease);

    /** How long one turn may take; past it the turn is cancelled and the task is due again. */
    default Duration turnDeadline() {
        return Duration.ofSeconds(60);
    }

    /** How many turns of this kind may run at once on one replica. */
    default int maxConcurrent() {
        return 64;
    }
}
