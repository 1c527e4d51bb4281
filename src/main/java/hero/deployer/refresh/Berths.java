package hero.deployer.refresh;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;

/** Lets so many do something at once; the others wait their turn. Lives on one event loop. */
final class Berths {
    private final Deque<UniEmitter<? super Void>> waiting = new ArrayDeque<>();
    private int free;

    Berths(int free) {
        this.free = free;
    }

    <T> Uni<T> with(Supplier<Uni<T>> work) {
        return enter().chain(() -> work.get().onTermination().invoke(this::leave));
    }

    private Uni<Void> enter() {
        return Uni.createFrom().emitter(emitter -> {
            if (free > 0) {
                free--;
                emitter.complete(null);
            } else {
                waiting.add(emitter);
                emitter.onTermination(() -> waiting.remove(emitter));
            }
        });
    }

    private void leave() {
        var next = waiting.poll();
        if (next == null) {
            free++;
        } else {
            next.complete(null);
        }
    }
}
