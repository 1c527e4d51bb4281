package hero.deployer.events;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.smallrye.mutiny.Uni;

/**
 * Lets a few readers at a time ask the database for themselves; the others wait their turn. A crowd that comes back all at once would
 * take every connection from those who work otherwise. What waits is bounded by the open streams.
 */
final class Turnstile {
    private static final int AT_ONCE = 3;

    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger free = new AtomicInteger(AT_ONCE);

    <T> Uni<T> inTurn(Supplier<Uni<T>> question) {
        return Uni.createFrom().emitter(answer -> {
            waiting.add(() -> question.get()
                    .onTermination()
                    .invoke(this::leave)
                    .subscribe()
                    .with(answer::complete, answer::fail));
            admit();
        });
    }

    private void leave() {
        free.incrementAndGet();
        admit();
    }

    private void admit() {
        while (!waiting.isEmpty() && free.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            var next = waiting.poll();
            if (next == null) {
                free.incrementAndGet();
            } else {
                next.run();
            }
        }
    }
}
