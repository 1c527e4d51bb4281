package hero.deployer.events;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.smallrye.mutiny.Uni;

/**
 * Lets a few readers at a time ask the database for themselves; the others wait their turn, for a while. A crowd that comes back all at
 * once would take every connection from those who work otherwise. What waits is bounded by the open streams.
 */
final class Turnstile {
    static final int AT_ONCE = 3;

    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger free = new AtomicInteger(AT_ONCE);
    private final Duration patience;
    private final Duration questionLimit;

    /** @param patience from asking to the answer; then it fails */
    Turnstile(Duration patience) {
        this(patience, patience);
    }

    /** @param questionLimit how long one question may keep its place */
    Turnstile(Duration patience, Duration questionLimit) {
        this.patience = patience;
        this.questionLimit = questionLimit;
    }

    <T> Uni<T> inTurn(Supplier<Uni<T>> question) {
        return Uni.createFrom()
                .<T>emitter(answer -> {
                    var gone = new AtomicBoolean();
                    answer.onTermination(() -> gone.set(true));
                    waiting.add(() -> {
                        if (gone.get()) {
                            free.incrementAndGet();
                        } else {
                            Uni.createFrom()
                                    .deferred(() -> question.get())
                                    // one that is never answered must not keep its place for ever
                                    .ifNoItem()
                                    .after(questionLimit)
                                    .fail()
                                    .onTermination()
                                    .invoke(this::leave)
                                    .subscribe()
                                    .with(answer::complete, answer::fail);
                        }
                    });
                    admit();
                })
                .ifNoItem()
                .after(patience)
                .fail();
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
