package hero.deployer.task;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;

import hero.deployer.events.SingleFlight;
import hero.deployer.task.TaskStore.Ended;

/** Writes how turns ended, many in one transaction: those that end while one write is under way leave with the next. */
final class Finisher {
    private static final int AT_ONCE = 500;

    /** A row that somebody holds is tried again so soon, and for so long; by then its lease has lapsed. */
    private static final long AGAIN_MILLIS = 100;

    private static final Duration LONGEST = Duration.ofSeconds(10);

    private record Waiting(Ended ended, UniEmitter<? super Void> emitter, long until) {
        void end() {
            emitter.complete(null);
        }

        void fail(Throwable failure) {
            emitter.fail(failure);
        }
    }

    private final Vertx vertx;
    private final TaskStore store;
    private final List<Waiting> waiting = new ArrayList<>();
    private final SingleFlight flight;

    Finisher(Vertx vertx, TaskStore store, SingleFlight flight) {
        this.vertx = vertx;
        this.store = store;
        this.flight = flight;
    }

    /** Ends when the row was written. */
    Uni<Void> add(Ended ended) {
        return Uni.createFrom().emitter(emitter -> {
            put(List.of(new Waiting(ended, emitter, System.nanoTime() + LONGEST.toNanos())));
        });
    }

    private void put(List<Waiting> more) {
        synchronized (waiting) {
            waiting.addAll(more);
        }
        writeNext();
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
                locked -> {
                    written(batch, locked);
                    writeNext();
                },
                failure -> {
                    batch.forEach(one -> one.fail(failure));
                    writeNext();
                });
    }

    private List<Waiting> take() {
        synchronized (waiting) {
            var first = waiting.subList(0, Math.min(AT_ONCE, waiting.size()));
            var taken = List.copyOf(first);
            first.clear();
            return taken;
        }
    }

    private void written(List<Waiting> batch, Set<Long> locked) {
        var held = new ArrayList<Waiting>();
        for (var one : batch) {
            if (!locked.contains(one.ended().claim().fence())) {
                one.end();
            } else if (System.nanoTime() - one.until() < 0) {
                held.add(one);
            } else {
                one.fail(new IllegalStateException("somebody else holds its row"));
            }
        }
        if (!held.isEmpty()) {
            vertx.setTimer(AGAIN_MILLIS, timer -> put(held));
        }
    }
}
