package hero.deployer.refresh;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import org.jspecify.annotations.Nullable;

import hero.deployer.task.TaskOutcome;

/**
 * One turn of a run, for as long as there is something to do: keeps the window full, lets what comes in go together into the next commit,
 * makes the run's moves, and sees soon when somebody else decided something. Everything happens on one event loop; what is in memory is
 * only what the tables say.
 */
final class Drive {
    private static final int MOST_STARTS = 250;
    private static final int MOST_LANDINGS = 1_000;
    private static final int MOST_ERRORS = 8;
    private static final List<Long> SOON_MILLIS = List.of(5L, 25L, 100L);
    private static final String UNEXPECTED = "An unexpected error kept coming back; it is in the deployer's log.";

    private final Vertx vertx;
    private final Context context;
    private final Logbook book;
    private final RefreshConfig config;
    private final Window window;
    private final Baking baking;
    private final long endsAt;

    private final AtomicBoolean nudged = new AtomicBoolean();

    private volatile Refresh run;
    private long seen = -1;
    private @Nullable UniEmitter<? super TaskOutcome> emitter;
    private boolean busy = true;
    private boolean over;
    private boolean reload = true;
    private boolean changedElsewhere = true;
    // whether the turn before, which may have been broken off, told how its members stand is not known
    private boolean untold = true;
    private boolean looking;
    private boolean giveWay;
    private long committedAt;
    private long toldAt = System.nanoTime();
    private long lingers = -1;
    private long ticker = -1;

    Drive(Vertx vertx, Logbook book, Crossing crossing, Cargo cargo, RefreshConfig config, Refresh run) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.book = book;
        this.config = config;
        this.run = run;
        this.window = new Window(vertx, crossing, cargo, config, this::step, this::fail, run);
        this.baking = new Baking(crossing, config.bakeEvery(), window::land);
        this.endsAt = System.nanoTime() + config.turn().toNanos();
    }

    Uni<TaskOutcome> run() {
        return Uni.createFrom().emitter(to -> {
            emitter = to;
            to.onTermination(() -> context.runOnContext(nothing -> stop()));
            ticker = vertx.setPeriodic(config.look().toMillis(), timer -> look());
            await(book.aboard(run), aboard -> {
                busy = true;
                window.takeAboard(aboard);
                busy = false;
                step();
            });
        });
    }

    /** Ends the turn soon; what is under way is found again by the next. */
    void giveWay() {
        context.runOnContext(nothing -> {
            giveWay = true;
            step();
        });
    }

    /** Somebody on this replica is just changing something of the run: its commit is a little while away. */
    void nudge(String changed) {
        if (changed.equals(run.id()) && !nudged.getAndSet(true)) {
            SOON_MILLIS.forEach(delay -> vertx.setTimer(
                    delay,
                    timer -> on(() -> {
                        nudged.set(false);
                        look();
                    })));
        }
    }

    /** Does what is next, unless a commit or a reading is under way; called whenever something happened. */
    private void step() {
        if (over || busy) {
            return;
        }
        if (giveWay || System.nanoTime() - endsAt > 0) {
            finish(TaskOutcome.again(Duration.ZERO));
        } else if (changedElsewhere) {
            commit(Course.REST);
        } else if (reload) {
            await(book.waiting(run), this::reloaded);
        } else if (window.hasNews() || window.canStart(run)) {
            commitAfterLinger();
        } else if (window.isEmpty()) {
            move();
        }
    }

    private void reloaded(List<String> waiting) {
        reload = false;
        window.queue(waiting);
        step();
    }

    /** Nothing is under way, nothing waits to be written. */
    private void move() {
        boolean asks = run.state() instanceof RefreshState.Running
                && run.strategy().bakeSeconds() > 0
                && !window.waits()
                && !baking.isWatching();
        if (asks) {
            await(book.anyToBake(run), this::move);
        } else {
            move(baking.isWatching());
        }
    }

    private void move(boolean toBake) {
        var next = Course.next(run, new Course.Wave(window.waits(), toBake, baking.isOver()));
        switch (next) {
            case START -> window.waitForBusyOnes();
            case WATCH -> watch();
            case REST -> rest();
            case BEGIN, BAKE, PASS_CANARY, ON_TO_ADMIN, CLOSE, CLOSE_BACK -> commit(next);
        }
    }

    private void rest() {
        if (untold) {
            commit(Course.REST, true);
        } else {
            finish(TaskOutcome.done());
        }
    }

    /** What comes in within a few milliseconds goes into one transaction. */
    private void commitAfterLinger() {
        long wait = config.linger().toMillis() - (System.nanoTime() - committedAt) / 1_000_000;
        if (wait <= 0) {
            commit(Course.REST);
        } else if (lingers < 0) {
            lingers = vertx.setTimer(wait, timer -> {
                lingers = -1;
                step();
            });
        }
    }

    private void commit(Course move) {
        commit(move, isTimeToTell());
    }

    private void commit(Course move, boolean mayTell) {
        committedAt = System.nanoTime();
        var landings = window.takeLandings(MOST_LANDINGS);
        var starting = changedElsewhere ? List.<String>of() : window.takeStarts(run, MOST_STARTS);
        var halt = book.errors() >= MOST_ERRORS ? UNEXPECTED : null;
        boolean moves = !landings.isEmpty() || !starting.isEmpty();
        boolean tell = mayTell && (moves || untold);
        untold = (untold || moves) && !tell;
        if (tell) {
            toldAt = System.nanoTime();
        }
        await(book.commit(new Step(run.id(), seen, landings, starting, move, halt, tell)), this::committed);
    }

    private boolean isTimeToTell() {
        return System.nanoTime() - toldAt > config.tell().toNanos();
    }

    private void committed(Work work) {
        boolean moved = work.run.version() != run.version() || seen < 0;
        run = work.run;
        seen = run.version();
        changedElsewhere = false;
        reload = reload || work.reload || moved;
        baking.follow(run.progress().bakeUntil(), work.now);
        // one that lands at once must not start others before all of these are counted
        busy = true;
        window.committed(work);
        busy = false;
        step();
    }

    private void watch() {
        if (!baking.isWatching()) {
            await(book.watched(run), all -> baking.watch(all, () -> on(this::step), this::fail));
        }
    }

    /** Has anybody paused, cancelled, retried or taken an instance away? */
    private void look() {
        if (over || looking) {
            return;
        }
        looking = true;
        book.news(run).subscribe().with(news -> on(() -> heard(news)), this::fail);
    }

    private void heard(Logbook.News news) {
        looking = false;
        if (over) {
            return;
        }
        Set<String> taken = new HashSet<>(news.takenAway());
        window.drop(taken);
        window.recall();
        changedElsewhere |= news.version() > run.version();
        if (untold && !busy && !window.hasNews() && isTimeToTell()) {
            commit(Course.REST);
        } else {
            step();
        }
    }

    private <T> void await(Uni<T> work, Consumer<T> then) {
        busy = true;
        work.subscribe()
                .with(
                        item -> on(() -> {
                            if (!over) {
                                busy = false;
                                then.accept(item);
                            }
                        }),
                        this::fail);
    }

    private void on(Runnable work) {
        if (vertx.getOrCreateContext() == context) {
            guarded(work);
        } else {
            context.runOnContext(nothing -> guarded(work));
        }
    }

    private void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException bug) {
            fail(bug);
        }
    }

    private void finish(TaskOutcome outcome) {
        if (!over && emitter != null) {
            stop();
            emitter.complete(outcome);
        }
    }

    private void fail(Throwable why) {
        context.runOnContext(nothing -> {
            if (!over && emitter != null) {
                stop();
                emitter.fail(why);
            }
        });
    }

    /** Touches nothing any more, at once. */
    private void stop() {
        if (over) {
            return;
        }
        over = true;
        vertx.cancelTimer(ticker);
        vertx.cancelTimer(lingers);
        baking.stop();
        window.close();
    }
}
