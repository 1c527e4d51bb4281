package hero.deployer.task;

import java.util.function.Function;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;

/** A worker's hold on one task: the right to write under its fencing number. */
public interface TaskLease {
    String key();

    /** The fencing number of this claim: it only grows per task. */
    long fence();

    /** How many turns in a row ended in an unexpected error before this one. */
    int errors();

    /**
     * Runs {@code work} in one transaction that first locks the task's row under this fence. Fails with {@link LostLeaseException}, and
     * changes nothing, when another claim has taken over.
     */
    <T> Uni<T> commit(Function<SqlConnection, Uni<T>> work);
}
