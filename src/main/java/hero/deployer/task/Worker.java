package hero.deployer.task;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import hero.deployer.events.LoopRegistry;
import hero.deployer.events.SingleFlight;
import hero.deployer.task.TaskStore.Claim;
import hero.deployer.task.TaskStore.Ended;
import hero.deployer.task.TaskStore.Moved;

/** Claims due tasks and runs their turns, many at once, on the event loops. One a replica; a test may run several. */
final class Worker {
    private static final Logger LOG = Logger.getLogger(Worker.class);
    private static final String DATABASE = "PostgreSQL";

    /** After a local enqueue its commit is a little while away: look again at these times, should its signal be lost. */
    private static final List<Long> HOT_MILLIS = List.of(5L, 50L, 300L);

    /** Somebody else holds tasks that were woken. */
    private static final long LEFT_MILLIS = 200;

    private final VertxInternal vertx;
    private final TaskStore store;
    private final Map<String, TaskHandler> handlers;
    private final TaskConfig config;
    private final String owner;
    private final Finisher finisher;
    private final Map<Long, Turn> turns = new ConcurrentHashMap<>();
    private final SingleFlight claiming;
    private final SingleFlight glancing;
    private final SingleFlight renewing;
    private final AtomicBoolean askedMeanwhile = new AtomicBoolean();
    private final LongAdder errors = new LongAdder();
    private volatile boolean stopped;
    private long glanceTimer = -1;
    private volatile long renewTimer;

    Worker(
            Vertx vertx,
            TaskStore store,
            List<TaskHandler> handlers,
            TaskConfig config,
            LoopRegistry loops,
            String owner) {
        this.vertx = (VertxInternal) vertx;
        this.store = store;
        this.handlers = handlers.stream().collect(Collectors.toMap(TaskHandler::kind, Function.identity()));
        this.config = config;
        this.owner = owner;
        this.finisher = new Finisher(vertx, store, loops.loop("finishing tasks", DATABASE));
        this.claiming = loops.loop("claiming tasks", DATABASE);
        this.glancing = loops.loop("looking for due tasks", DATABASE);
        this.renewing = loops.loop("renewing leases", DATABASE, config.renewal().multipliedBy(2));
    }

    /** For tests: as a process that is frozen, which neither claims nor renews, while its turns go on. */
    void freeze() {
        stopped = true;
        vertx.cancelTimer(renewTimer);
    }

    void start() {
        glanceIn(1);
        renewTimer = vertx.setPeriodic(config.renewal().toMillis(), timer -> renew());
    }

    /** Work may have come: look soon, and again once its transaction has had time to commit. */
    void wake() {
        if (!stopped) {
            glanceIn(config.poll().toMillis());
            HOT_MILLIS.forEach(delay -> vertx.setTimer(delay, timer -> look()));
        }
    }

    /** A replica has committed an enqueue, or may have while we did not listen. */
    void hear() {
        if (!stopped) {
            glanceIn(config.poll().toMillis());
            look();
        }
    }

    int running() {
        return turns.size();
    }

    /** Turns that ended in an unexpected error since this replica started. */
    double errors() {
        return errors.sum();
    }

    /** The next glance, in place of the one that was planned. */
    private synchronized void glanceIn(long millis) {
        vertx.cancelTimer(glanceTimer);
        glanceTimer = stopped ? -1 : vertx.setTimer(Math.max(1, millis), timer -> glance());
    }

    /** The safety net: one cheap question, and a look only when there is something. */
    private void glance() {
        if (stopped) {
            return;
        }
        glancing.run(() -> store.nextDue(List.copyOf(handlers.keySet())), this::glanced, failure -> {
            LOG.warnf("Could not see whether there is work: %s", failure.getMessage());
            glanceIn(config.poll().toMillis());
        });
    }

    /** What another replica holds is due when its lease ends: a frozen one is followed to the moment. */
    private void glanced(long nextMillis) {
        long poll = config.poll().toMillis();
        if (nextMillis <= 0) {
            look();
            glanceIn(poll);
        } else if (nextMillis < config.rest().toMillis()) {
            glanceIn(Math.min(nextMillis + 1, poll));
        } else {
            glanceIn(config.rest().toMillis());
        }
    }

    /** Looks for work; one look at a time, and another when somebody asked meanwhile. */
    private void look() {
        if (stopped) {
            return;
        }
        askedMeanwhile.set(true);
        claiming.run(
                () -> {
                    askedMeanwhile.set(false);
                    return moveWakes().chain(more -> claim().map(claimed -> more || !claimed.isEmpty()));
                },
                this::afterLook,
                failure -> {
                    LOG.warnf("Could not look for work: %s", failure.getMessage());
                    afterLook(false);
                });
    }

    /** Whether there may be more enqueues. What is due already is claimed though they cannot be moved. */
    private Uni<Boolean> moveWakes() {
        return store.moveWakes()
                .invoke(moved -> {
                    if (moved.left() > 0) {
                        vertx.setTimer(LEFT_MILLIS, timer -> look());
                    }
                })
                .map(Moved::mayBeMore)
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.warnf("Could not move enqueues: %s", failure.getMessage());
                    return false;
                });
    }

    private Uni<List<Claim>> claim() {
        var room = room();
        if (room.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return store.claim(room, owner, config.lease()).invoke(claims -> claims.forEach(this::begin));
    }

    /** @param more some was found, or there may be enqueues that were not seen yet */
    private void afterLook(boolean more) {
        if (more || askedMeanwhile.get()) {
            look();
        }
    }

    /** How many more turns of each kind fit. */
    private Map<String, Integer> room() {
        var running = turns.values().stream()
                .collect(Collectors.groupingBy(turn -> turn.claim.kind(), Collectors.counting()));
        var room = new HashMap<String, Integer>();
        handlers.forEach((kind, handler) -> {
            var free = Math.min(
                    config.batch(),
                    handler.maxConcurrent() - running.getOrDefault(kind, 0L).intValue());
            if (free > 0) {
                room.put(kind, free);
            }
        });
        return room;
    }

    private void begin(Claim claim) {
        var turn = new Turn(claim, store);
        turns.put(claim.fence(), turn);
        var context = VertxContext.createNewDuplicatedContext(vertx.createEventLoopContext());
        VertxContextSafetyToggle.setContextSafe(context, true);
        context.runOnContext(nothing -> run(turn));
    }

    private void run(Turn turn) {
        var handler = handlers.get(turn.claim.kind());
        if (handler == null) { // claimed by kind, so it cannot be; leave it to its lease
            turns.remove(turn.claim.fence());
            return;
        }
        turn.endsAfter(handler.turnDeadline());
        turn.runsAs(Uni.createFrom()
                .deferred(() -> handler.run(turn))
                .ifNoItem()
                .after(handler.turnDeadline())
                .failWith(() -> new TurnTimeoutException(turn.claim, handler.turnDeadline()))
                .subscribe()
                .with(outcome -> ended(turn, outcome), failure -> failed(turn, failure)));
    }

    private void ended(Turn turn, @Nullable TaskOutcome outcome) {
        switch (outcome) {
            case TaskOutcome.Done() -> finish(turn, new Ended(turn.claim, -1L, 0));
            case TaskOutcome.Again(Duration wait) ->
                finish(turn, new Ended(turn.claim, Math.max(0, wait.toMillis()), 0));
            case null -> failed(turn, new IllegalStateException("The handler answered nothing."));
        }
    }

    private void failed(Turn turn, Throwable failure) {
        if (failure instanceof LostLeaseException) {
            LOG.infof("%s: another replica went on with it", failure.getMessage());
            turns.remove(turn.claim.fence());
            return;
        }
        errors.increment();
        var inARow = turn.claim.errors() + 1;
        var wait = Backoff.after(inARow, ThreadLocalRandom.current());
        LOG.errorf(
                failure,
                "A turn of %s %s failed (%d in a row); again in %d ms",
                turn.claim.kind(),
                turn.claim.key(),
                inARow,
                wait.toMillis());
        finish(turn, new Ended(turn.claim, wait.toMillis(), inARow));
    }

    private void finish(Turn turn, Ended ended) {
        finisher.add(ended).subscribe().with(nothing -> lookAgain(turn, ended.delayMillis()), failure -> {
            LOG.warnf(
                    "Could not write how a turn of %s %s ended; its lease will lapse: %s",
                    turn.claim.kind(), turn.claim.key(), failure.getMessage());
            over(turn);
        });
    }

    /** A delay shorter than the longest rest would else wait for it. */
    private void lookAgain(Turn turn, long delayMillis) {
        over(turn);
        if (delayMillis > 0 && delayMillis < config.rest().toMillis()) {
            vertx.setTimer(delayMillis + 1, timer -> look());
        }
    }

    private void over(Turn turn) {
        turns.remove(turn.claim.fence());
        look();
    }

    private void renew() {
        var held = turns.values().stream()
                .filter(turn -> !turn.isPastDeadline())
                .map(turn -> turn.claim)
                .toList();
        if (held.isEmpty()) {
            return;
        }
        renewing.run(
                () -> store.renew(held, config.lease()),
                kept -> cancelLost(held, new HashSet<>(kept)),
                failure -> LOG.warnf("Could not renew leases: %s", failure.getMessage()));
    }

    private void cancelLost(List<Claim> held, HashSet<Long> kept) {
        held.stream()
                .filter(claim -> !kept.contains(claim.fence()))
                .map(claim -> turns.get(claim.fence()))
                .forEach(turn -> {
                    if (turn != null && turns.remove(turn.claim.fence()) != null) {
                        LOG.infof("Lost %s %s to another replica", turn.claim.kind(), turn.claim.key());
                        turn.cancel();
                    }
                });
    }

    /** Claims stop at once; running turns get their grace; what is left is given back. */
    Uni<Void> stop() {
        stopped = true;
        return Uni.createFrom()
                .voidItem()
                .onItem()
                .delayIt()
                .by(Duration.ofMillis(20))
                .repeat()
                .until(nothing -> turns.isEmpty())
                .collect()
                .last()
                .ifNoItem()
                .after(config.stopGrace())
                .recoverWithItem(() -> (Void) null)
                .chain(this::giveBack);
    }

    private Uni<Void> giveBack() {
        vertx.cancelTimer(renewTimer);
        var left = List.copyOf(turns.values());
        left.forEach(Turn::cancel);
        turns.clear();
        return left.isEmpty()
                ? Uni.createFrom().voidItem()
                : store.finish(left.stream()
                                .map(turn -> new Ended(turn.claim, 0, turn.claim.errors()))
                                .toList())
                        .replaceWithVoid();
    }
}
