package hero.deployer.onboarding;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;

import hero.deployer.base.ProblemException;
import hero.deployer.base.Tx;
import hero.deployer.instance.Instances;
import hero.deployer.task.TaskOutcome;

/**
 * Writes what a turn found, under its lease, and only if nobody changed the run since the turn looked: a cancel that came meanwhile wins.
 *
 * <p>Rows are locked in one order by everyone: task, instance, onboarding, then ledger and person.
 */
@ApplicationScoped
class OnboardingCommit {
    /** The locked run, in the transaction that may change it. */
    record Locked(SqlConnection connection, Onboarding onboarding, Instant now) {
        Tx tx() {
            return Tx.of(connection);
        }

        OnboardingState.Running running() {
            return (OnboardingState.Running) onboarding.state();
        }
    }

    /** What a turn leaves behind and what comes next. */
    record Result(Onboarding after, TaskOutcome outcome) {
        static Result again(Onboarding after, Duration delay) {
            return new Result(after, TaskOutcome.again(delay));
        }

        /** Straight on, while there is something to do. */
        static Result next(Onboarding after) {
            var state = after.state();
            boolean works = state instanceof OnboardingState.Running || state instanceof OnboardingState.Cancelling;
            return works ? again(after, Duration.ZERO) : done(after);
        }

        static Result done(Onboarding after) {
            return new Result(after, TaskOutcome.done());
        }
    }

    /**
     * What was committed.
     *
     * @param turn the turn goes on from here, if it goes on
     * @param moved the run had moved on, so that {@code work} was not asked
     */
    record Committed(Turn turn, TaskOutcome outcome, boolean moved) {}

    /** What becomes of the locked run. */
    interface Work extends Function<Locked, Uni<Result>> {}

    /** Leaves a run that moved on as it is: the next turn looks again. */
    static final Work LEAVE = locked -> Uni.createFrom().item(Result.next(locked.onboarding()));

    private final OnboardingStore store;
    private final OnboardingLog log;
    private final Instances instances;
    private final Places places;
    private final FailPoint failPoint;

    OnboardingCommit(
            OnboardingStore store, OnboardingLog log, Instances instances, Places places, FailPoint failPoint) {
        this.store = store;
        this.log = log;
        this.instances = instances;
        this.places = places;
        this.failPoint = failPoint;
    }

    /** Commits what {@code work} makes of the run, unless it moved on. */
    Uni<TaskOutcome> commit(Turn turn, String point, Work work) {
        return commit(turn, point, work, LEAVE).map(Committed::outcome);
    }

    /**
     * The same, for a turn that goes on.
     *
     * @param movedOn what to write instead if the run moved on meanwhile
     */
    Uni<Committed> commit(Turn turn, String point, Work work, Work movedOn) {
        return reach(turn, point + ".before-commit")
                .chain(() -> turn.lease()
                        .commit(connection -> locked(connection, turn.onboarding())
                                .chain(locked -> apply(turn, locked, work, movedOn))))
                .call(() -> reach(turn, point + ".after-commit"));
    }

    /** Passes a named place where tests break off. */
    Uni<Void> reach(Turn turn, String point) {
        return Uni.createFrom()
                .voidItem()
                .invoke(() -> failPoint.at(point, turn.onboarding().subject()));
    }

    private Uni<Committed> apply(Turn turn, Locked locked, Work work, Work movedOn) {
        boolean moved = locked.onboarding().version() != turn.onboarding().version();
        return (moved ? movedOn : work)
                .apply(locked)
                .chain(result -> write(locked, result.after())
                        .map(after ->
                                new Committed(new Turn(turn.lease(), after, locked.now()), result.outcome(), moved)));
    }

    // a removal may have deleted the instance already: then the run has moved on, too
    private Uni<Locked> locked(SqlConnection connection, Onboarding seen) {
        return instances
                .lock(Tx.of(connection), seen.subject().instance())
                .replaceWithVoid()
                .onFailure(ProblemException.class)
                .recoverWithNull()
                .chain(() -> store.lock(connection, seen.id()))
                .map(found -> new Locked(
                        connection,
                        found.orElseThrow().onboarding(),
                        found.orElseThrow().now()));
    }

    private Uni<Onboarding> write(Locked locked, Onboarding after) {
        var before = locked.onboarding();
        if (after.equals(before)) {
            return Uni.createFrom().item(before);
        }
        return store.save(locked.connection(), after)
                .chain(() -> places.left(locked.connection(), before, after))
                .chain(() -> log.changed(locked.tx(), before, after))
                .chain(() -> stopped(before, after)
                        ? log.audited(
                                locked.tx(), OnboardingLog.SYSTEM, after.state().stored(), after)
                        : Uni.createFrom().voidItem())
                .replaceWith(after.saved());
    }

    /** An end, or a stop for a person, is for the audit as well. */
    private static boolean stopped(Onboarding before, Onboarding after) {
        var state = after.state();
        boolean works = state instanceof OnboardingState.Running || state instanceof OnboardingState.Cancelling;
        return !works && !state.stored().equals(before.state().stored());
    }
}
