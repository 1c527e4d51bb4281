package hero.deployer.events;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

/**
 * The run of a loop, never two at once. A run that gets no answer within its patience is given up, so that the next can begin: an answer
 * that was swallowed must not stop a loop for good. How it fares shows in readiness and in metrics (see {@link LoopRegistry}).
 */
public final class SingleFlight {
    private final String name;
    private final String waitsFor;
    private final Duration patience;
    private final LongSupplier nanoClock;
    private final AtomicBoolean underWay = new AtomicBoolean();
    private final LongAdder timeouts = new LongAdder();

    private volatile @Nullable Long runningSince;

    /** Since the last success; null where there was no failure. */
    private volatile @Nullable Failing failing;

    /** From the beginning of the first failed run to the end of the last. */
    private record Failing(long from, long to) {}

    SingleFlight(String name, String waitsFor, Duration patience, LongSupplier nanoClock) {
        this.name = name;
        this.waitsFor = waitsFor;
        this.patience = patience;
        this.nanoClock = nanoClock;
    }

    /**
     * Runs {@code work} unless a run is under way.
     *
     * @param done gets its answer, after the next run may begin
     * @param failed gets its failure, or a {@link LoopTimeoutException}; what comes in later is dropped
     * @return whether it began
     */
    public <T> boolean run(Supplier<Uni<T>> work, Consumer<? super T> done, Consumer<Throwable> failed) {
        if (!underWay.compareAndSet(false, true)) {
            return false;
        }
        long began = nanoClock.getAsLong();
        runningSince = began;
        Uni.createFrom()
                .deferred(work::get)
                .ifNoItem()
                .after(patience)
                .failWith(this::timedOut)
                .subscribe()
                .with(
                        item -> {
                            failing = null;
                            land();
                            done.accept(item);
                        },
                        failure -> {
                            failing = failing(began);
                            land();
                            failed.accept(failure);
                        });
        return true;
    }

    private Failing failing(long began) {
        var before = current();
        return new Failing(before == null ? began : before.from, nanoClock.getAsLong());
    }

    /** Failures that nothing followed for long say nothing: nobody wanted a run since. */
    private @Nullable Failing current() {
        var now = failing;
        return now == null || nanoClock.getAsLong() - now.to > 2 * patience.toNanos() ? null : now;
    }

    private void land() {
        runningSince = null;
        underWay.set(false);
    }

    private Throwable timedOut() {
        timeouts.increment();
        return new LoopTimeoutException(name, waitsFor, patience);
    }

    String name() {
        return name;
    }

    String waitsFor() {
        return waitsFor;
    }

    double timeouts() {
        return timeouts.sum();
    }

    /** Seconds for which no run has come to a good end though one was wanted; 0 while all is well. */
    double standingSeconds() {
        var running = runningSince;
        var failed = current();
        if (running != null) {
            return (nanoClock.getAsLong() - (failed == null ? running : failed.from)) / 1e9;
        }
        return failed == null ? 0 : (failed.to - failed.from) / 1e9;
    }

    /** Whether it stands for longer than it may. */
    boolean standsStill() {
        return standingSeconds() >= patience.toMillis() / 1e3;
    }
}
