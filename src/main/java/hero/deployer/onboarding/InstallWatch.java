package hero.deployer.onboarding;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;

import hero.deployer.agent.protocol.OperationReport;
import hero.deployer.base.Failure;
import hero.deployer.base.FailureException;
import hero.deployer.base.FailureKind;
import hero.deployer.base.Tx;
import hero.deployer.instance.AgentClient;
import hero.deployer.instance.Instances;
import hero.deployer.onboarding.Effects.Install;
import hero.deployer.onboarding.OnboardingCommit.Locked;
import hero.deployer.onboarding.OnboardingCommit.Result;
import hero.deployer.task.TaskOutcome;

/** Watches the agent's operation by long polls, until it ends. */
@ApplicationScoped
class InstallWatch {
    /** An agent may tell of every percent, and a hostile one of something new at each question. */
    private static final Duration LEAST_BETWEEN_POLLS = Duration.ofMillis(100);

    private final Pool pool;
    private final OnboardingCommit commit;
    private final OnboardingConfig config;
    private final StageFailure failures;
    private final AgentWait agentWait;
    private final Instances instances;
    private final AgentClient agents;

    InstallWatch(
            Pool pool,
            OnboardingCommit commit,
            OnboardingConfig config,
            StageFailure failures,
            AgentWait agentWait,
            Instances instances,
            AgentClient agents) {
        this.pool = pool;
        this.commit = commit;
        this.config = config;
        this.failures = failures;
        this.agentWait = agentWait;
        this.instances = instances;
        this.agents = agents;
    }

    Uni<TaskOutcome> turn(Turn turn, Install install) {
        return commit.reach(turn, "installing.watch.before-call")
                .chain(() -> instances.get(Tx.of(pool), turn.instance()))
                .chain(row ->
                        agents.operation(row, install.operation(), install.seq(), turn.within(config.operationWait())))
                .call(() -> commit.reach(turn, "installing.watch.after-call"))
                .chain(report -> commit.commit(turn, "installing.watched", locked -> reported(locked, install, report)))
                .onFailure(FailureException.class)
                .recoverWithUni(thrown -> agentWait.unanswered(turn, StageFailure.valueOf(thrown)));
    }

    private Uni<Result> reported(Locked locked, Install install, OperationReport report) {
        var onboarding = locked.onboarding();
        return switch (report.state()) {
            case "succeeded" ->
                Uni.createFrom()
                        .item(Result.next(onboarding.with(locked.running().succeed(locked.now(), config::deadline))));
            case "rolled_back", "failed" -> failures.stop(locked, onboarding, said(install, report));
            default ->
                Uni.createFrom()
                        .item(Result.again(
                                onboarding
                                        .with(onboarding.effects().installing(install.at(report.seq())))
                                        .with(locked.running()
                                                .step(stage -> stage.waiting(waitingFor(onboarding, install, report)))),
                                LEAST_BETWEEN_POLLS));
        };
    }

    private static Failure said(Install install, OperationReport report) {
        var error = report.error() == null ? "no reason given" : report.error();
        boolean back = report.state().equals("rolled_back");
        return new Failure(
                FailureKind.REFUSED,
                back ? "rolled-back" : "install-failed",
                "Build " + install.build() + (back ? " was rolled back: " : " could not be installed: ") + error,
                "Read the instance's log. Refresh the organization to a build that works: failed instances take part, and it is"
                        + " the organization's from then on.");
    }

    private static String waitingFor(Onboarding onboarding, Install install, OperationReport report) {
        var instance = onboarding.subject().instance();
        var build = install.build();
        return switch (report.state()) {
            case "fetching" -> instance + " to have the whole build " + build + " (" + report.percent() + " %)";
            case "verifying" -> instance + " to check and unpack build " + build + " (" + report.percent() + " %)";
            case "starting" -> "build " + build + " to start on " + instance;
            default -> "build " + build + " to answer as healthy on " + instance;
        };
    }
}
