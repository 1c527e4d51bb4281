package hero.deployer.onboarding;

import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

import hero.deployer.base.Failure;
import hero.deployer.base.FailureKind;
import hero.deployer.instance.InstanceState;
import hero.deployer.instance.Instances;
import hero.deployer.node.Ledger;
import hero.deployer.onboarding.Effects.Creation;
import hero.deployer.onboarding.OnboardingCommit.Committed;
import hero.deployer.onboarding.OnboardingCommit.Result;
import hero.deployer.provider.Machine;
import hero.deployer.task.TaskOutcome;

/** Makes the machine: says so first, then asks the provider, then writes what came of it, then waits for the agent. */
@ApplicationScoped
class ProvisioningStep {
    private final OnboardingCommit commit;
    private final StageFailure failures;
    private final Machines machines;
    private final Instances instances;
    private final Ledger ledger;
    private final AgentWait agentWait;

    ProvisioningStep(
            OnboardingCommit commit,
            StageFailure failures,
            Machines machines,
            Instances instances,
            Ledger ledger,
            AgentWait agentWait) {
        this.commit = commit;
        this.failures = failures;
        this.machines = machines;
        this.instances = instances;
        this.ledger = ledger;
        this.agentWait = agentWait;
    }

    Uni<TaskOutcome> turn(Turn turn) {
        return turn.onboarding().effects().creation() == Creation.MADE ? agentWait.turn(turn) : make(turn);
    }

    private Uni<TaskOutcome> make(Turn turn) {
        boolean unknown = turn.onboarding().effects().creation() == Creation.ASKED;
        return intend(turn)
                .chain(intended ->
                        intended.moved() ? Uni.createFrom().item(intended.outcome()) : ask(intended.turn(), unknown));
    }

    private Uni<Committed> intend(Turn turn) {
        var waitingFor = "the provider to make " + turn.instance();
        return commit.commit(
                turn,
                "provisioning.intent",
                locked -> instances
                        .move(locked.tx(), turn.instance(), InstanceState.PROVISIONING)
                        .replaceWith(Result.next(locked.onboarding()
                                .with(locked.onboarding().effects().asked(locked.now()))
                                .with(locked.running().step(stage -> stage.attempt(waitingFor))))),
                OnboardingCommit.LEAVE);
    }

    /** An earlier call whose outcome is unknown is looked up first. */
    private Uni<TaskOutcome> ask(Turn turn, boolean unknown) {
        Uni<Optional<Machine>> found =
                unknown ? machines.find(turn.instance()) : Uni.createFrom().item(Optional.empty());
        return commit.reach(turn, "provisioning.create.before-call")
                .chain(() -> found)
                .chain(machine -> machine.map(Uni.createFrom()::item).orElseGet(() -> machines.create(turn)))
                .map(Asked::made)
                .onFailure()
                .recoverWithItem(thrown -> Asked.failed(StageFailure.valueOf(thrown)))
                .call(() -> commit.reach(turn, "provisioning.create.after-call"))
                .chain(asked -> asked.machine()
                        .map(machine -> made(turn, machine))
                        .orElseGet(() -> failed(turn, asked.failure().orElseThrow())));
    }

    private record Asked(Optional<Machine> machine, Optional<Failure> failure) {
        static Asked made(Machine machine) {
            return new Asked(Optional.of(machine), Optional.empty());
        }

        static Asked failed(Failure failure) {
            return new Asked(Optional.empty(), Optional.of(failure));
        }
    }

    private Uni<TaskOutcome> made(Turn turn, Machine machine) {
        return commit.commit(
                        turn,
                        "provisioning.made",
                        locked -> instances
                                .provisioned(locked.tx(), turn.instance(), machine)
                                .chain(() -> ledger.used(locked.tx(), turn.instance()))
                                .replaceWith(Result.next(locked.onboarding()
                                        .with(locked.onboarding().effects().machineMade())
                                        .with(locked.running()
                                                .step(stage -> stage.waiting(
                                                        "the agent of " + turn.instance() + " to answer"))))),
                        locked -> Uni.createFrom()
                                .item(Result.next(locked.onboarding()
                                        .with(locked.onboarding().effects().machineMade()))))
                .chain(committed -> committed.moved()
                        ? calledOff(committed)
                        : Uni.createFrom().item(committed.outcome()));
    }

    /** A removal that closed the run while the provider was at work did not see this machine: give it back. */
    private Uni<TaskOutcome> calledOff(Committed committed) {
        return committed.turn().onboarding().state() instanceof OnboardingState.Cancelled
                ? machines.destroy(committed.turn().instance()).replaceWith(committed.outcome())
                : Uni.createFrom().item(committed.outcome());
    }

    private Uni<TaskOutcome> failed(Turn turn, Failure failure) {
        if (failure.isTransient()) {
            return failures.met(turn, "provisioning.unknown", failure, "the provider to make " + turn.instance());
        }
        boolean certain = failure.kind() != FailureKind.BUG;
        return commit.commit(turn, "provisioning.refused", locked -> {
            var onboarding = locked.onboarding();
            var known = certain ? onboarding.with(onboarding.effects().refused()) : onboarding;
            return failures.stop(locked, known, failure);
        });
    }
}
