package hero.deployer.onboarding;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.ProblemException;
import hero.deployer.base.Tx;
import hero.deployer.identity.Caller;
import hero.deployer.identity.Role;
import hero.deployer.instance.InstanceState;
import hero.deployer.instance.Instances;
import hero.deployer.onboarding.OnboardingStore.Reading;

/** What a person does to a run: retry and cancel. A verb repeated changes nothing; an impossible one is 409. */
@ApplicationScoped
class OnboardingVerbs {
    private final Pool pool;
    private final OnboardingStore store;
    private final OnboardingLog log;
    private final Runs runs;
    private final Instances instances;
    private final Places places;
    private final AskedBuilds builds;
    private final OnboardingConfig config;

    OnboardingVerbs(
            Pool pool,
            OnboardingStore store,
            OnboardingLog log,
            Runs runs,
            Instances instances,
            Places places,
            AskedBuilds builds,
            OnboardingConfig config) {
        this.pool = pool;
        this.store = store;
        this.log = log;
        this.runs = runs;
        this.instances = instances;
        this.places = places;
        this.builds = builds;
        this.config = config;
    }

    /** Resumes at the failed stage, with the organization's present build, or with {@code build} for this instance alone. */
    Uni<Onboarding> retry(Caller caller, String id, @Nullable String build) {
        return change(
                caller,
                id,
                "retry",
                (connection, by, reading) -> builds.check(
                                connection, reading.onboarding().subject().instance(), build)
                        .chain(() -> retried(connection, reading, build)));
    }

    /** Calls it off and gives back what it made. */
    Uni<Onboarding> cancel(Caller caller, String id) {
        return change(caller, id, "cancel", this::cancelled);
    }

    private interface Move {
        Uni<Onboarding> of(SqlConnection connection, Caller caller, Reading reading);
    }

    private Uni<Onboarding> change(Caller caller, String id, String verb, Move move) {
        return pool.withTransaction(connection -> store.read(connection, id)
                .map(found -> found.orElseThrow(() -> ProblemException.notFound("such onboarding")))
                .invoke(found -> caller.require(
                        Role.OPERATOR, found.onboarding().subject().organization(), "such onboarding"))
                .chain(found -> lock(connection, found.onboarding()))
                .chain(locked -> move.of(connection, caller, locked)
                        .call(after -> write(connection, caller, verb, locked.onboarding(), after))));
    }

    // task, instance, onboarding: the order in which turns lock them
    private Uni<Reading> lock(SqlConnection connection, Onboarding onboarding) {
        var tx = Tx.of(connection);
        return runs.wake(tx, onboarding.id())
                .chain(() -> instances
                        .lock(tx, onboarding.subject().instance())
                        .replaceWithVoid()
                        .onFailure(ProblemException.class)
                        .recoverWithNull())
                .chain(() -> store.lock(connection, onboarding.id()))
                .map(found -> found.orElseThrow());
    }

    private Uni<Void> write(SqlConnection connection, Caller caller, String verb, Onboarding before, Onboarding after) {
        if (after.equals(before)) {
            return Uni.createFrom().voidItem();
        }
        var tx = Tx.of(connection);
        return store.save(connection, after)
                .chain(() -> places.left(connection, before, after))
                .chain(() -> log.changed(tx, before, after))
                .chain(() -> log.audited(tx, caller.username(), verb, after));
    }

    private Uni<Onboarding> retried(SqlConnection connection, Reading reading, @Nullable String build) {
        var onboarding = reading.onboarding();
        return switch (onboarding.state()) {
            case OnboardingState.Running running -> Uni.createFrom().item(onboarding);
            case OnboardingState.Failed failed ->
                newest(connection, onboarding)
                        .invoke(() -> requireToInstall(onboarding, failed.at(), build))
                        .chain(() -> resume(connection, onboarding, failed.at()))
                        .replaceWith(onboarding
                                .with(onboarding.subject().onBuild(build))
                                .with(onboarding.effects().beforeRetry(failed.at()))
                                .with(failed.retry(reading.now(), config.deadline(failed.at()))));
            default -> throw wrongState(onboarding, "Only a failed onboarding can be retried");
        };
    }

    private static void requireToInstall(Onboarding onboarding, Stage at, @Nullable String build) {
        if (build != null && at == Stage.READY) {
            throw wrongState(onboarding, "Its build is installed already; install another one on the instance instead");
        }
    }

    private Uni<Void> resume(SqlConnection connection, Onboarding onboarding, Stage at) {
        var state = at == Stage.PROVISIONING ? InstanceState.PROVISIONING : InstanceState.INSTALLING;
        return instances.get(Tx.of(connection), onboarding.subject().instance()).chain(row -> {
            if (row.state() == InstanceState.REMOVING) {
                throw wrongState(onboarding, "The instance is being removed");
            }
            if (row.state() == InstanceState.INSTALLING) {
                throw wrongState(onboarding, "A refresh is just bringing the instance to another build");
            }
            return instances.move(Tx.of(connection), row.id(), state);
        });
    }

    private Uni<Onboarding> cancelled(SqlConnection connection, Caller caller, Reading reading) {
        var onboarding = reading.onboarding();
        return switch (onboarding.state()) {
            case OnboardingState.Running running ->
                leaving(connection, onboarding)
                        .replaceWith(onboarding.with(running.cancel(reading.now(), caller.username())));
            case OnboardingState.Failed failed ->
                newest(connection, onboarding)
                        .chain(() -> leaving(connection, onboarding))
                        .replaceWith(onboarding.with(failed.cancel()));
            case OnboardingState.Cancelling cancelling -> Uni.createFrom().item(onboarding);
            case OnboardingState.Cancelled gone -> Uni.createFrom().item(onboarding);
            case OnboardingState.Succeeded done ->
                throw wrongState(onboarding, "It has succeeded; remove the instance instead");
        };
    }

    private Uni<Void> leaving(SqlConnection connection, Onboarding onboarding) {
        return onboarding.made().instance()
                ? instances.move(Tx.of(connection), onboarding.subject().instance(), InstanceState.REMOVING)
                : Uni.createFrom().voidItem();
    }

    /** A later run of the instance has taken over from a failed one. */
    private Uni<Void> newest(SqlConnection connection, Onboarding onboarding) {
        return store.newest(connection, onboarding.subject().instance())
                .invoke(newest -> {
                    var id = newest.orElseThrow().onboarding().id();
                    if (!id.equals(onboarding.id())) {
                        throw wrongState(onboarding, "A later run has taken over")
                                .with("onboarding", id);
                    }
                })
                .replaceWithVoid();
    }

    private static ProblemException wrongState(Onboarding onboarding, String why) {
        return ProblemException.conflict(
                        "wrong-state",
                        "Not possible in this state",
                        why + ". It is " + onboarding.state().wire() + ".")
                .with("state", onboarding.state().wire());
    }
}
