package hero.deployer.task;

import java.util.function.Function;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.mutiny.sqlclient.SqlConnection;
import org.jspecify.annotations.Nullable;

import hero.deployer.task.TaskStore.Claim;

/** One claimed task while a worker has it. */
final class Turn implements TaskLease {
    final Claim claim;
    private final TaskStore store;
    private volatile @Nullable Cancellable running;

    Turn(Claim claim, TaskStore store) {
        this.claim = claim;
        this.store = store;
    }

    @Override
    public String key() {
        return claim.key();
    }

    @Override
    public long fence() {
        return claim.fence();
    }

    @Override
    public int errors() {
        return claim.errors();
    }

    @Override
    public <T> Uni<T> commit(Function<SqlConnection, Uni<T>> work) {
        return store.underFence(claim, work);
    }

    void runsAs(Cancellable subscription) {
        running = subscription;
    }

    /** Stops what it is doing; what it would still commit is fenced off anyway. */
    void cancel() {
        var subscription = running;
        if (subscription != null) {
            subscription.cancel();
        }
    }
}
