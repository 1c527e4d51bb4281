package hero.deployer.refresh;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;

import hero.deployer.refresh.RefreshStore.Reading;
import hero.deployer.task.TaskLease;

/**
 * Writes one step of a run under its lease: landings, the bound, the run's own move, then whoever starts.
 *
 * <p>Rows are locked in one order: task, run, and then only instances that nobody else holds.
 */
@ApplicationScoped
class RefreshCommit {
    private final RefreshStore store;
    private final MemberStore members;
    private final MemberSweeps sweeps;
    private final Landings landings;
    private final Moves moves;
    private final Intents intents;
    private final RefreshLog log;
    private final FailPoint failPoint;

    RefreshCommit(
            RefreshStore store,
            MemberStore members,
            MemberSweeps sweeps,
            Landings landings,
            Moves moves,
            Intents intents,
            RefreshLog log,
            FailPoint failPoint) {
        this.store = store;
        this.members = members;
        this.sweeps = sweeps;
        this.landings = landings;
        this.moves = moves;
        this.intents = intents;
        this.log = log;
        this.failPoint = failPoint;
    }

    Uni<Work> commit(TaskLease lease, Step step) {
        var name = name(step);
        return reach(name + ".before-commit", step)
                .chain(() -> lease.commit(connection -> write(connection, step)))
                .call(() -> reach(name + ".after-commit", step));
    }

    private static String name(Step step) {
        if (!step.landings().isEmpty()) {
            return "land";
        }
        return step.starting().isEmpty() ? step.move().name().toLowerCase(java.util.Locale.ROOT) : "start";
    }

    /** Passes a named place where tests break off. */
    private Uni<Void> reach(String point, Step step) {
        return Uni.createFrom().voidItem().invoke(() -> failPoint.at(point, step.run()));
    }

    private Uni<Work> write(SqlConnection connection, Step step) {
        return store.lock(connection, step.run())
                .map(found -> new Work(connection, step, found.orElseThrow()))
                .call(work -> work.movedOn() ? swept(work) : Uni.createFrom().voidItem())
                .call(landings::write)
                .call(moves::judge)
                .call(work -> work.movedOn() ? Uni.createFrom().voidItem() : moves.make(work))
                .call(intents::write)
                .call(this::save);
    }

    /** What a verb meant for the members at large. */
    private Uni<Void> swept(Work work) {
        work.reload = true;
        var all = Uni.createFrom().voidItem();
        if (work.run.retry()) {
            work.run = work.run.retrying(false);
            all = sweeps.again(work.connection, work.id()).invoke(work::note).replaceWithVoid();
        }
        return all.chain(() -> switch (work.run.state()) {
            case RefreshState.Cancelled cancelled ->
                sweeps.callOff(work.connection, work.id()).invoke(work::note).replaceWithVoid();
            case RefreshState.RollingBack rolling -> moves.sweepBack(work);
            case RefreshState.Paused(var back) when back -> moves.sweepBack(work);
            default -> Uni.createFrom().voidItem();
        });
    }

    private Uni<Void> save(Work work) {
        boolean changed = !work.run.equals(work.before);
        boolean ending = !work.run.state().open() && work.run.endedAt() == null;
        if (!changed && !ending && !work.step.tell()) {
            return log.members(work.tx, work.run.organization(), work.id(), work.changed());
        }
        return members.counts(work.connection, work.id())
                .invoke(counts -> work.run = work.run.with(counts))
                .chain(() -> store(work, changed || ending && work.run.counts().inFlight() == 0))
                .chain(() -> log.members(work.tx, work.run.organization(), work.id(), work.changed()))
                .chain(() -> log.state(work.tx, work.run))
                .chain(() -> audited(work));
    }

    private Uni<Void> store(Work work, boolean changed) {
        return changed
                ? store.save(work.connection, work.run, work.run.counts().inFlight() == 0)
                        .map(Reading::run)
                        .invoke(saved -> work.run = saved)
                        .replaceWithVoid()
                : store.tell(work.connection, work.id(), work.run.counts());
    }

    private Uni<Void> audited(Work work) {
        var state = work.run.state();
        return state.equals(work.before.state())
                ? Uni.createFrom().voidItem()
                : log.audited(work.tx, RefreshLog.SYSTEM, state.word(), work.run);
    }
}
