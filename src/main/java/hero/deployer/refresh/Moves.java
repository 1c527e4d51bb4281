package hero.deployer.refresh;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

import hero.deployer.base.ProblemException;
import hero.deployer.organization.Organizations;

/** The moves of a run as a whole, and what each does to the organization's build. */
@ApplicationScoped
class Moves {
    static final String LEAVING = "The organization is being removed.";

    private final MemberStore members;
    private final MemberSweeps sweeps;
    private final Joiners joiners;
    private final Organizations organizations;

    Moves(MemberStore members, MemberSweeps sweeps, Joiners joiners, Organizations organizations) {
        this.members = members;
        this.sweeps = sweeps;
        this.joiners = joiners;
        this.organizations = organizations;
    }

    /** Stops the run where more failed than may, and takes those along that land while it rolls back. */
    Uni<Void> judge(Work work) {
        var halt = work.step.halt();
        if (halt != null && mayHalt(work.run.state())) {
            return halt(
                    work, work.run.state().back() ? new RefreshState.Paused(true) : new RefreshState.Halted(), halt);
        }
        if (work.run.state() instanceof RefreshState.RollingBack
                && work.step.landings().stream()
                        .anyMatch(
                                landing -> landing.leaves() && !landing.member().back())) {
            return sweepBack(work);
        }
        if (work.run.state() instanceof RefreshState.Cancelled
                && work.step.landings().stream().anyMatch(Landing::isWithheld)) {
            return sweeps.callOff(work.connection, work.id()).invoke(work::note).replaceWithVoid();
        }
        boolean goesForward = work.run.state() instanceof RefreshState.Running
                || work.run.state() instanceof RefreshState.Paused paused && !paused.back();
        return goesForward && work.step.landings().stream().anyMatch(Landing::counts)
                ? bound(work)
                : Uni.createFrom().voidItem();
    }

    /** On its way back it is paused instead, for a halted run knows no more that it was. */
    private static boolean mayHalt(RefreshState state) {
        return state.open() && !(state instanceof RefreshState.Halted) && !state.equals(new RefreshState.Paused(true));
    }

    private Uni<Void> bound(Work work) {
        var policy = work.run.haltPolicy();
        return members.failures(work.connection, work.id()).chain(failures -> {
            var verdict = policy.judge(failures, work.run.strategy().autoRollback());
            return switch (verdict) {
                case GO_ON -> Uni.createFrom().voidItem();
                case HALT ->
                    halt(
                            work,
                            new RefreshState.Halted(),
                            policy.reason(failures, work.run.counts().total()));
                case ROLL_BACK ->
                    halt(
                                    work,
                                    goingBack(work.run),
                                    policy.reason(failures, work.run.counts().total()))
                            .chain(() -> sweepBack(work));
            };
        });
    }

    /** What somebody paused starts nothing before somebody resumes it, not even its way back. */
    private static RefreshState goingBack(Refresh run) {
        return run.state() instanceof RefreshState.Paused
                ? new RefreshState.Paused(true)
                : new RefreshState.RollingBack();
    }

    private Uni<Void> halt(Work work, RefreshState state, String reason) {
        boolean stood = work.run.progress().canaryPassed();
        work.run = work.run.with(state, reason).with(work.run.progress().baked());
        work.reload = true;
        return stood ? restore(work) : Uni.createFrom().voidItem();
    }

    private Uni<Void> restore(Work work) {
        var prior = work.run.subject().priorBuild();
        return prior == null
                ? Uni.createFrom().voidItem()
                : organizations.stand(work.tx, work.run.organization(), prior);
    }

    /** Whoever was told of the new build goes back to what it had. */
    Uni<Void> sweepBack(Work work) {
        work.reload = true;
        return sweeps.goBack(work.connection, work.id())
                .invoke(work::note)
                .chain(() -> joiners.joinBack(work))
                .replaceWithVoid();
    }

    /** Makes the step's move; in an organization that is going away there is none left but to end. */
    Uni<Void> make(Work work) {
        if (work.step.move() == Course.REST || work.run.version() != work.before.version() || !same(work)) {
            return Uni.createFrom().voidItem();
        }
        work.reload = true;
        return organizations
                .get(work.tx, work.run.organization())
                .map(Organizations.Organization::removing)
                .onFailure(ProblemException.class)
                .recoverWithItem(true)
                .chain(leaving -> leaving ? callOff(work) : move(work));
    }

    private static boolean same(Work work) {
        return work.run.state().equals(work.before.state());
    }

    private Uni<Void> callOff(Work work) {
        work.run = work.run.with(new RefreshState.Cancelled(), LEAVING);
        return sweeps.callOff(work.connection, work.id()).invoke(work::note).replaceWithVoid();
    }

    private Uni<Void> move(Work work) {
        return switch (work.step.move()) {
            case BEGIN -> begin(work);
            case BAKE -> {
                var until = work.now.plusSeconds(work.run.strategy().bakeSeconds());
                work.run = work.run.with(work.run.progress().bakes(until));
                yield Uni.createFrom().voidItem();
            }
            case PASS_CANARY -> passUnlessUnproven(work);
            case ON_TO_ADMIN ->
                joiners.join(work).invoke(joined -> onToAdmin(work, joined)).replaceWithVoid();
            case CLOSE ->
                joiners.join(work).invoke(joined -> close(work, joined)).replaceWithVoid();
            case CLOSE_BACK -> closeBack(work);
            case START, WATCH, REST -> Uni.createFrom().voidItem();
        };
    }

    private Uni<Void> begin(Work work) {
        work.run = work.run.with(new RefreshState.Running());
        return members.waiting(work.connection, work.id(), RefreshPlanner.CANARY)
                .chain(canary -> canary.isEmpty()
                        ? passUnlessUnproven(work)
                        : Uni.createFrom().voidItem());
    }

    /** A canary that left, or was pinned, has proven nothing: the next ones take its place. */
    private Uni<Void> passUnlessUnproven(Work work) {
        int count = work.run.resolved().canary();
        return members.nextCanary(work.connection, work.id(), count)
                .invoke(work::note)
                .chain(next -> {
                    if (next.isEmpty()) {
                        return pass(work);
                    }
                    work.run = work.run.with(work.run.progress().baked());
                    return Uni.createFrom().voidItem();
                });
    }

    private Uni<Void> pass(Work work) {
        work.run = work.run.with(work.run.progress().passes());
        return organizations.stand(
                work.tx, work.run.organization(), work.run.subject().build());
    }

    private static void onToAdmin(Work work, int joined) {
        if (joined == 0) {
            work.run = work.run.with(work.run.progress().at(RefreshPlanner.ADMIN));
        }
    }

    private static void close(Work work, int joined) {
        var progress = work.run.progress().baked();
        work.run = joined == 0 ? work.run.with(progress).with(new RefreshState.Succeeded()) : work.run.with(progress);
    }

    private Uni<Void> closeBack(Work work) {
        return members.counts(work.connection, work.id())
                .invoke(counts -> {
                    long left = counts.failures(true);
                    work.run = left == 0
                            ? work.run.with(new RefreshState.RolledBack())
                            : work.run.with(
                                    new RefreshState.Failed(),
                                    left + (left == 1 ? " instance" : " instances")
                                            + " could not be brought back to what they had.");
                })
                .replaceWithVoid();
    }
}
