package hero.deployer.task;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

import hero.deployer.base.Tx;

/** The queue of durable work. */
@ApplicationScoped
public class Tasks {
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /**
     * Opens a task in the caller's transaction, or makes the open one due again; a turn that is running is followed by another. Workers are
     * woken after the commit.
     */
    public Uni<Void> enqueue(Tx tx, NewTask task) {
        return tx.update("""
                        insert into task_wake (kind, key, due_at)
                        values (cast($1 as text), cast($2 as text), clock_timestamp() + cast($3 as bigint) * interval '1 millisecond')""", task.kind(), task.key(), task.delay().toMillis())
                .invoke(() -> listeners.forEach(Runnable::run))
                .replaceWithVoid();
    }

    /** The same for many at once, without delay, with one statement. */
    public Uni<Void> enqueueAll(Tx tx, String kind, List<String> keys) {
        if (keys.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return tx.update("""
                        insert into task_wake (kind, key, due_at)
                        select cast($1 as text), key, clock_timestamp()
                        from unnest(cast($2 as text[])) with ordinality as given (key, place) order by place""", kind, keys.toArray(String[]::new))
                .invoke(() -> listeners.forEach(Runnable::run))
                .replaceWithVoid();
    }

    /** The same, each after a delay of its own around {@code delay}, so that they do not all come at once. */
    public Uni<Void> enqueueLater(Tx tx, String kind, List<String> keys, Duration delay) {
        if (keys.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return tx.update("""
                        insert into task_wake (kind, key, due_at)
                        select cast($1 as text), key,
                            clock_timestamp() + cast($3 as bigint) * (0.75 + random() / 2) * interval '1 millisecond'
                        from unnest(cast($2 as text[])) as key""", kind, keys.toArray(String[]::new), delay.toMillis())
                .replaceWithVoid();
    }

    /** Calls {@code listener} at every local enqueue, just before its commit. */
    void onEnqueue(Runnable listener) {
        listeners.add(listener);
    }
}
