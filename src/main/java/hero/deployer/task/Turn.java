package hero.deployer.task;

import java.time.Duration;
import java.util.function.Function;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.mutiny.sqlclient.SqlConnection;
import org.jspecify.annotations.Nullable;

import hero.deployer.task.TaskStore.Claim;

/** One claimed task while a worker has it. */
final class Turn implements TaskLease {
    private static final Duration BEGIN_WITHIN = Duration.ofSeconds(60);

    final Claim claim;
    private final TaskStore store;
    private volatile @Nullable Cancellable running;
    private volatile long endsAt = System.nanoTime() + BEGIN_WITHIN.toNanos();

    Turn(Claim claim, TaskStore store) {
        this.claim = claim;
        this.store = store;
    }

    /** Its lease is not renewed past this. */
    void endsAfter(Duration deadline) {
        endsAt = System.nanoTime() + deadline.toNanos();
    }

    boolean isPastDeadline() {
        return System.nanoTime() - endsAt > 0;
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
