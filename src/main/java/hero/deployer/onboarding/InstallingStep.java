package hero.deployer.onboarding;

import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.FailureException;
import hero.deployer.base.Tx;
import hero.deployer.instance.InstanceRow;
import hero.deployer.instance.InstanceState;
import hero.deployer.instance.Instances;
import hero.deployer.onboarding.Effects.Install;
import hero.deployer.onboarding.OnboardingCommit.Locked;
import hero.deployer.onboarding.OnboardingCommit.Result;
import hero.deployer.organization.Organizations;
import hero.deployer.release.Releases;
import hero.deployer.task.TaskOutcome;

/** Brings the build onto the machine: decides it, sends it, watches the agent's work. */
@ApplicationScoped
class InstallingStep {
    private final Pool pool;
    private final OnboardingCommit commit;
    private final StageFailure failures;
    private final Instances instances;
    private final Organizations organizations;
    private final Releases releases;
    private final InstallCommand command;
    private final InstallWatch watch;

    InstallingStep(
            Pool pool,
            OnboardingCommit commit,
            StageFailure failures,
            Instances instances,
            Organizations organizations,
            Releases releases,
            InstallCommand command,
            InstallWatch watch) {
        this.pool = pool;
        this.commit = commit;
        this.failures = failures;
        this.instances = instances;
        this.organizations = organizations;
        this.releases = releases;
        this.command = command;
        this.watch = watch;
    }

    Uni<TaskOutcome> turn(Turn turn) {
        return Optional.ofNullable(turn.onboarding().effects().install())
                .map(install -> install.commanded() ? watch.turn(turn, install) : sendIfWanted(turn, install))
                .orElseGet(() -> decide(turn));
    }

    /**
     * Looks once more after the decision was committed, for the organization's build may have been changed while it was taken: whoever
     * changes it later finds this decision, and takes the instance along.
     */
    private Uni<TaskOutcome> sendIfWanted(Turn turn, Install install) {
        var tx = Tx.of(pool);
        return instances
                .get(tx, turn.instance())
                .chain(row -> wanted(tx, row, turn.onboarding().subject().build()))
                .chain(build ->
                        build.orElse(install.build()).equals(install.build()) ? send(turn, install) : decide(turn));
    }

    private Uni<TaskOutcome> decide(Turn turn) {
        return commit.commit(
                turn,
                "installing.intent",
                locked -> instances
                        .get(locked.tx(), turn.instance())
                        .chain(row -> wanted(
                                        locked.tx(),
                                        row,
                                        locked.onboarding().subject().build())
                                .chain(build -> decide(locked, row, build.orElse(null)))));
    }

    /** A pinned instance keeps its build; the others get the one that was asked for, or the organization's. */
    private Uni<Optional<String>> wanted(Tx tx, InstanceRow row, @Nullable String asked) {
        return instances
                .pinnedBuild(tx, row.id())
                .map(pinned -> pinned.or(() -> Optional.ofNullable(asked)))
                .chain(build -> build.isPresent()
                        ? Uni.createFrom().item(build)
                        : organizations
                                .get(tx, row.organization())
                                .map(organization -> Optional.ofNullable(organization.build())));
    }

    private Uni<Result> decide(Locked locked, InstanceRow row, @Nullable String build) {
        if (build == null) {
            return failures.stop(locked, locked.onboarding(), StageFailure.refused("The channel has no build yet."));
        }
        var stage = locked.running().stage();
        var operation = locked.onboarding().id() + "-" + (stage.attempts() + 1);
        return releases.build(locked.tx(), build)
                .chain(known -> known == null
                        ? failures.stop(
                                locked, locked.onboarding(), StageFailure.refused("There is no build " + build + "."))
                        : instances
                                .decideBuild(locked.tx(), row.id(), build)
                                .call(() -> instances.move(locked.tx(), row.id(), InstanceState.INSTALLING))
                                .map(fence -> decided(locked, new Install(operation, fence, build, false, 0))));
    }

    private static Result decided(Locked locked, Install install) {
        var onboarding = locked.onboarding();
        var waitingFor = onboarding.subject().instance() + " to have the whole build " + install.build();
        return Result.next(onboarding
                .with(onboarding.effects().installing(install))
                .with(locked.running().step(stage -> stage.attempt(waitingFor))));
    }

    private Uni<TaskOutcome> send(Turn turn, Install install) {
        var waitingFor = turn.instance() + " to have the whole build " + install.build();
        return commit.reach(turn, "installing.command.before-call")
                .chain(() -> command.send(turn, install))
                .call(() -> commit.reach(turn, "installing.command.after-call"))
                .chain(() -> commit.commit(
                        turn,
                        "installing.commanded",
                        locked -> Uni.createFrom()
                                .item(Result.next(locked.onboarding()
                                        .with(locked.onboarding().effects().installing(install.taken()))
                                        .with(locked.running().step(stage -> stage.waiting(waitingFor)))))))
                .onFailure(FailureException.class)
                .recoverWithUni(thrown ->
                        failures.met(turn, "installing.unanswered", StageFailure.valueOf(thrown), waitingFor));
    }
}
