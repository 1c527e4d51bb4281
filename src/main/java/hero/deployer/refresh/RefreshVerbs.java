package hero.deployer.refresh;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.pgclient.PgException;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.ProblemException;
import hero.deployer.base.Tx;
import hero.deployer.identity.Caller;
import hero.deployer.identity.Role;
import hero.deployer.organization.Organizations;

/**
 * What a person does to a run. A verb writes the run's row alone, and so takes effect at once: no turn starts anything without having
 * locked it. What it means for the members is written by the run's own turn.
 */
@ApplicationScoped
class RefreshVerbs {
    private static final String UNIQUE_VIOLATION = "23505";

    private final Pool pool;
    private final RefreshStore store;
    private final MemberStore members;
    private final Refreshes refreshes;
    private final RefreshLog log;
    private final Organizations organizations;

    RefreshVerbs(
            Pool pool,
            RefreshStore store,
            MemberStore members,
            Refreshes refreshes,
            RefreshLog log,
            Organizations organizations) {
        this.pool = pool;
        this.store = store;
        this.members = members;
        this.refreshes = refreshes;
        this.log = log;
        this.organizations = organizations;
    }

    Uni<Refresh> act(Caller caller, String id, Verb verb) {
        return pool.withTransaction(connection -> store.read(connection, id)
                        .map(found -> found.orElseThrow(() -> ProblemException.notFound("such refresh")))
                        .invoke(found ->
                                caller.require(Role.OPERATOR, found.run().organization(), "such refresh"))
                        .chain(() -> store.lock(connection, id))
                        .map(found -> found.orElseThrow().run())
                        .chain(run -> members.counts(connection, id).map(run::with))
                        .chain(run -> act(connection, caller, run, verb)))
                .onFailure(RefreshVerbs::isTaken)
                .transform(taken -> ProblemException.conflict(
                        "refresh-open", "Another refresh is open", "Another refresh of this organization has begun."));
    }

    private static boolean isTaken(Throwable failure) {
        return failure instanceof PgException refused && UNIQUE_VIOLATION.equals(refused.getSqlState());
    }

    private Uni<Refresh> act(SqlConnection connection, Caller caller, Refresh run, Verb verb) {
        var facts = run.facts();
        var next = verb.of(run.state(), facts).orElseThrow(() -> impossible(run, verb));
        boolean retries = verb == Verb.RETRY && facts.failed();
        if (next.equals(run.state()) && !retries) {
            return Uni.createFrom().item(run);
        }
        var after = run.with(next, why(run, next)).retrying(run.retry() || retries);
        var tx = Tx.of(connection);
        return standing(tx, run, after)
                .chain(() -> build(tx, run, next))
                .chain(() -> store.save(connection, bakedAnew(after), isQuiet(run, next)))
                .map(RefreshStore.Reading::run)
                .call(saved -> log.state(tx, saved))
                .call(saved -> log.audited(tx, caller.username(), verb.word(), saved))
                .call(() -> refreshes.wake(connection, run.id()));
    }

    private static boolean isQuiet(Refresh run, RefreshState next) {
        return !next.open() && run.counts().inFlight() == 0;
    }

    /** Why it had stopped is history once it goes on. */
    private static @Nullable String why(Refresh run, RefreshState next) {
        return next instanceof RefreshState.Running ? null : run.reason();
    }

    /** What was watched before a run turned, or stood still with nobody watching, is watched again after. */
    private static Refresh bakedAnew(Refresh run) {
        return run.retry() || run.state().back() || run.state() instanceof RefreshState.Paused
                ? run.with(run.progress().baked())
                : run;
    }

    /** An ended run does not come back in an organization that is going away. */
    private Uni<Void> standing(Tx tx, Refresh before, Refresh after) {
        if (before.state().open() || !after.state().open()) {
            return Uni.createFrom().voidItem();
        }
        return organizations
                .get(tx, before.organization())
                .invoke(organization -> {
                    if (organization.number() != before.subject().organizationNumber()) {
                        throw ProblemException.conflict(
                                        "wrong-state",
                                        "Not possible in this state",
                                        "The organization of this refresh is gone; another has taken its slug.")
                                .with("state", before.state().word());
                    }
                    if (organization.removing()) {
                        throw ProblemException.conflict(
                                "removing",
                                "Going away",
                                "The organization " + organization.slug() + " is being removed and takes no change.");
                    }
                })
                .replaceWithVoid();
    }

    /** Called off or turned back, the organization stands on what it stood on before; going on, on the new build again. */
    private Uni<Void> build(Tx tx, Refresh run, RefreshState next) {
        var subject = run.subject();
        if (!run.progress().canaryPassed() || subject.priorBuild() == null) {
            return Uni.createFrom().voidItem();
        }
        return switch (next) {
            case RefreshState.Cancelled cancelled -> stand(tx, run, subject.priorBuild());
            case RefreshState.RollingBack rolling -> stand(tx, run, subject.priorBuild());
            case RefreshState.Running running -> stand(tx, run, subject.build());
            default -> Uni.createFrom().voidItem();
        };
    }

    private Uni<Void> stand(Tx tx, Refresh run, String build) {
        return organizations.stand(tx, run.organization(), build);
    }

    private static ProblemException impossible(Refresh run, Verb verb) {
        var state = run.state().word();
        return ProblemException.conflict(
                        "wrong-state",
                        "Not possible in this state",
                        "A refresh that is " + state + " cannot be told to " + verb.word()
                                + (run.facts().newest() ? "." : "; a later one has begun."))
                .with("state", state);
    }
}
