package hero.deployer.task;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;

import hero.deployer.events.SingleFlight;
import hero.deployer.task.TaskStore.Ended;

/** Writes how turns ended, many in one transaction: those that end while one write is under way leave with the next. */
final class Finisher {
    private static final int AT_ONCE = 500;

    private record Waiting(Ended ended, UniEmitter<? super Void> emitter) {}

    private final TaskStore store;
    private final List<Waiting> waiting = new ArrayList<>();
    private final SingleFlight flight;

    Finisher(TaskStore store, SingleFlight flight) {
        this.store = store;
        this.flight = flight;
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
        synchronized (waiting) {
            if (waiting.isEmpty()) {
                return;
            }
        }
        var batch = new ArrayList<Waiting>();
        flight.run(
                () -> {
                    batch.addAll(take());
                    return store.finish(batch.stream().map(Waiting::ended).toList());
                },
                nothing -> written(batch, one -> one.emitter().complete(null)),
                failure -> written(batch, one -> one.emitter().fail(failure)));
    }

    private List<Waiting> take() {
        synchronized (waiting) {
            var first = waiting.subList(0, Math.min(AT_ONCE, waiting.size()));
            var taken = List.copyOf(first);
            first.clear();
            return taken;
        }
    }

    private void written(List<Waiting> batch, Consumer<Waiting> tell) {
        batch.forEach(tell);
        writeNext();
    }
}
