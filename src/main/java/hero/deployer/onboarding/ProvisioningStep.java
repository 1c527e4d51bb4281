package hero.deployer.onboarding;

import java.time.Duration;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

import hero.deployer.base.Failure;
import hero.deployer.base.FailureKind;
import hero.deployer.base.ProblemException;
import hero.deployer.instance.InstanceState;
import hero.deployer.instance.Instances;
import hero.deployer.node.Ledger;
import hero.deployer.onboarding.Effects.Creation;
import hero.deployer.onboarding.OnboardingCommit.Committed;
import hero.deployer.onboarding.OnboardingCommit.Locked;
import hero.deployer.onboarding.OnboardingCommit.Result;
import hero.deployer.provider.Machine;
import hero.deployer.task.TaskOutcome;

/** Makes the machine: says so first, then asks the provider, then writes what came of it, then waits for the agent. */
@ApplicationScoped
class ProvisioningStep {
    private static final Duration FIRST_LOOK = Duration.ofSeconds(2);

    /** A safety net and a look at the deadline. */
    private static final Duration IN_LINE = Duration.ofMinutes(30);

    private final OnboardingCommit commit;
    private final StageFailure failures;
    private final Machines machines;
    private final Instances instances;
    private final Ledger ledger;
    private final AgentWait agentWait;
    private final Places places;
    private final OnboardingConfig config;

    ProvisioningStep(
            OnboardingCommit commit,
            StageFailure failures,
            Machines machines,
            Instances instances,
            Ledger ledger,
            AgentWait agentWait,
            Places places,
            OnboardingConfig config) {
        this.commit = commit;
        this.failures = failures;
        this.machines = machines;
        this.instances = instances;
        this.ledger = ledger;
        this.agentWait = agentWait;
        this.places = places;
        this.config = config;
    }

    Uni<TaskOutcome> turn(Turn turn) {
        return turn.onboarding().effects().creation() == Creation.MADE ? agentWait.turn(turn) : make(turn);
    }

    private Uni<TaskOutcome> make(Turn turn) {
        boolean unknown = turn.onboarding().effects().creation() == Creation.ASKED;
        return intend(turn)
                .chain(intended -> intended.moved() || waits(intended.outcome())
                        ? Uni.createFrom().item(intended.outcome())
                        : ask(intended.turn(), unknown));
    }

    private static boolean waits(TaskOutcome outcome) {
        return outcome instanceof TaskOutcome.Again(var pause) && !pause.isZero();
    }

    private Uni<Committed> intend(Turn turn) {
        return commit.commit(
                turn,
                "provisioning.intent",
                locked -> instances
                        .get(locked.tx(), turn.instance())
                        .chain(row -> row.node() == null
                                ? intended(locked, locked.running())
                                : places.take(
                                                locked.connection(),
                                                turn.onboarding().id(),
                                                row.node())
                                        .chain(asked -> asked.waitingFor()
                                                .map(words -> Uni.createFrom().item(queued(locked, asked, words)))
                                                .orElseGet(() -> intended(locked, entered(locked, asked))))),
                OnboardingCommit.LEAVE);
    }

    private OnboardingState.Running entered(Locked locked, Places.Asked asked) {
        return asked.waited()
                ? locked.running().step(stage -> stage.entered(locked.now(), config.deadline(Stage.PROVISIONING)))
                : locked.running();
    }

    private Uni<Result> intended(Locked locked, OnboardingState.Running running) {
        var instance = locked.onboarding().subject().instance();
        return instances
                .move(locked.tx(), instance, InstanceState.PROVISIONING)
                .replaceWith(Result.next(locked.onboarding()
                        .with(locked.onboarding().effects().asked(locked.now()))
                        .with(running.step(stage -> stage.attempt("the provider to make " + instance)))));
    }

    /** Whoever leaves wakes it; a first refusal is asked again soon, for somebody may have left just before this commits. */
    private Result queued(Locked locked, Places.Asked asked, String words) {
        var stage = locked.running().stage();
        var until = asked.waited() && stage.waitingFor() != null
                ? stage.givesUpAt()
                : locked.now().plus(config.placeDeadline());
        return Result.again(
                locked.onboarding().with(locked.running().step(before -> before.queued(until, words))),
                asked.waited() ? IN_LINE : FIRST_LOOK);
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
                        .orElseGet(() -> failed(turn, asked.failure().orElseThrow(), unknown)));
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

    /** A removal that closed the run while the provider was at work waits for the machine that this run made: give it back. */
    private Uni<TaskOutcome> calledOff(Committed committed) {
        var onboarding = committed.turn().onboarding();
        if (!(onboarding.state() instanceof OnboardingState.Cancelled) || !onboarding.holdsMachine()) {
            return Uni.createFrom().item(committed.outcome());
        }
        return machines.destroy(committed.turn().instance())
                // its row is gone: so the removal has found the machine gone
                .onFailure(ProblemException.class)
                .recoverWithNull()
                .replaceWith(committed.outcome());
    }

    /** @param unknown an earlier call may still take effect, whatever this one was told */
    private Uni<TaskOutcome> failed(Turn turn, Failure failure, boolean unknown) {
        if (failure.isTransient()) {
            return failures.met(turn, "provisioning.unknown", failure, "the provider to make " + turn.instance());
        }
        boolean certain = failure.kind() != FailureKind.BUG && !unknown;
        return commit.commit(
                        turn,
                        "provisioning.refused",
                        locked -> failures.stop(locked, known(locked, certain), failure),
                        locked -> Uni.createFrom().item(Result.next(known(locked, certain))))
                .map(Committed::outcome);
    }

    /** A run that was called off meanwhile learns it as well: whoever undoes it then need not wait for a machine that never comes. */
    private static Onboarding known(Locked locked, boolean certain) {
        var onboarding = locked.onboarding();
        return certain ? onboarding.with(onboarding.effects().refused()) : onboarding;
    }
}
