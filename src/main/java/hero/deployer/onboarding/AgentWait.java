package hero.deployer.onboarding;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;

import hero.deployer.agent.protocol.HealthReport;
import hero.deployer.base.Failure;
import hero.deployer.base.FailureException;
import hero.deployer.base.FailureKind;
import hero.deployer.base.Tx;
import hero.deployer.instance.AgentClient;
import hero.deployer.instance.InstanceState;
import hero.deployer.instance.Instances;
import hero.deployer.onboarding.OnboardingCommit.Result;
import hero.deployer.task.TaskOutcome;

/** The end of provisioning: the machine is there, its agent has to answer. Also asks the provider now and then to bring it back. */
@ApplicationScoped
class AgentWait {
    private static final int MISSES_PER_LOOKUP = 5;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final Pool pool;
    private final OnboardingCommit commit;
    private final OnboardingConfig config;
    private final StageFailure failures;
    private final Machines machines;
    private final Instances instances;
    private final AgentClient agents;

    AgentWait(
            Pool pool,
            OnboardingCommit commit,
            OnboardingConfig config,
            StageFailure failures,
            Machines machines,
            Instances instances,
            AgentClient agents) {
        this.pool = pool;
        this.commit = commit;
        this.config = config;
        this.failures = failures;
        this.machines = machines;
        this.instances = instances;
        this.agents = agents;
    }

    /** Asks the agent; on to the next stage when it answers. */
    Uni<TaskOutcome> turn(Turn turn) {
        return ask(turn.instance())
                .chain(report -> answered(turn))
                .onFailure(FailureException.class)
                .recoverWithUni(thrown -> unanswered(turn, StageFailure.valueOf(thrown)));
    }

    /** A fresh answer of the instance's own agent. */
    Uni<HealthReport> ask(String instance) {
        return instances
                .get(Tx.of(pool), instance)
                .chain(row -> agents.health(row, config.healthCall()))
                .invoke(report -> {
                    if (!report.instance().equals(instance)) {
                        throw new FailureException(new Failure(
                                FailureKind.TRANSIENT,
                                "other-machine",
                                "Another agent answers at its address.",
                                "Retry."));
                    }
                });
    }

    /** No answer: look again soon, and now and then have the provider look the machine up, which brings its agent back. */
    Uni<TaskOutcome> unanswered(Turn turn, Failure failure) {
        if (!failure.isTransient()) {
            return failures.stop(turn, "agent.refused", failure);
        }
        var waitingFor = "the agent of " + turn.instance() + " to answer";
        return (turn.stage().misses() + 1) % MISSES_PER_LOOKUP == 0
                ? lookUp(turn, waitingFor)
                : later(turn, waitingFor);
    }

    Uni<TaskOutcome> later(Turn turn, String waitingFor) {
        var pause = failures.pause(turn.stage().misses() + 1);
        return failures.later(
                turn, "agent.silent", waitingFor, pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE);
    }

    private Uni<TaskOutcome> answered(Turn turn) {
        return commit.commit(
                turn,
                "provisioning.done",
                locked -> instances
                        .move(locked.tx(), turn.instance(), InstanceState.PROVISIONED)
                        .replaceWith(Result.next(
                                locked.onboarding().with(locked.running().succeed(locked.now(), config::deadline)))));
    }

    private Uni<TaskOutcome> lookUp(Turn turn, String waitingFor) {
        return machines.find(turn.instance())
                .chain(found -> commit.commit(turn, "agent.looked-up", locked -> {
                    var waiting = locked.onboarding().with(locked.running().step(stage -> stage.missed(waitingFor)));
                    return found.map(machine -> instances.provisioned(locked.tx(), turn.instance(), machine))
                            .orElseGet(() -> Uni.createFrom().voidItem())
                            .replaceWith(Result.again(waiting, LONGEST_PAUSE));
                }))
                .onFailure(FailureException.class)
                .recoverWithUni(thrown -> later(turn, waitingFor));
    }
}
