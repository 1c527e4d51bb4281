package hero.deployer.refresh;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

import io.smallrye.mutiny.subscription.Cancellable;
import org.jspecify.annotations.Nullable;

/** The bake that a run is in, if any: follows what its row says. Lives on the turn's event loop. */
final class Baking {
    private final Crossing crossing;
    private final long everyMillis;
    private final Consumer<Landing> failed;
    private @Nullable Instant until;
    private @Nullable Cancellable watching;
    private long endsAt;
    private boolean over;

    Baking(Crossing crossing, Duration every, Consumer<Landing> failed) {
        this.crossing = crossing;
        this.everyMillis = every.toMillis();
        this.failed = failed;
    }

    /** Another bake than before, or none, ends the one that is watched. */
    void follow(@Nullable Instant next, Instant now) {
        if (Objects.equals(until, next)) {
            return;
        }
        stop();
        watching = null;
        over = false;
        until = next;
        if (next != null) {
            endsAt = System.nanoTime() + Duration.between(now, next).toNanos();
        }
    }

    boolean isWatching() {
        return watching != null;
    }

    /** Everyone was good to the end, or was told of as failed. */
    boolean isOver() {
        return over;
    }

    void watch(List<Bake.Watched> all, Runnable done, Consumer<Throwable> broke) {
        watching = new Bake(all, crossing, everyMillis, endsAt, failed)
                .watch()
                .subscribe()
                .with(
                        nothing -> {
                            over = true;
                            done.run();
                        },
                        broke);
    }

    void stop() {
        if (watching != null) {
            watching.cancel();
        }
    }
}
