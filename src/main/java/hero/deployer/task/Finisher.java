package hero.deployer.task;

import java.util.ArrayList;
import java.util.List;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;

import hero.deployer.task.TaskStore.Ended;

/** Writes how turns ended, many in one transaction: those that end while one write is under way leave with the next. */
final class Finisher {
    private static final int AT_ONCE = 500;

    private record Waiting(Ended ended, UniEmitter<? super Void> emitter) {}

    private final TaskStore store;
    private final List<Waiting> waiting = new ArrayList<>();
    private boolean writing;

    Finisher(TaskStore store) {
        this.store = store;
    }

    /** Ends when the row was written. */
    Uni<Void> add(Ended ended) {
        return Uni.createFrom().emitter(emitter -> {
            synchronized (waiting) {
                waiting.add(new Waiting(ended, emitter));
            }
            writeNext();
        });
    }

    private void writeNext() {
        List<Waiting> batch;
        synchronized (waiting) {
            if (writing || waiting.isEmpty()) {
                return;
            }
            writing = true;
            var first = waiting.subList(0, Math.min(AT_ONCE, waiting.size()));
            batch = List.copyOf(first);
            first.clear();
        }
        store.finish(batch.stream().map(Waiting::ended).toList())
                .subscribe()
                .with(
                        nothing ->
                                written(() -> batch.forEach(one -> one.emitter().complete(null))),
                        failure ->
                                written(() -> batch.forEach(one -> one.emitter().fail(failure))));
    }

    private void written(Runnable tell) {
        synchronized (waiting) {
            writing = false;
        }
        tell.run();
        writeNext();
    }
}
