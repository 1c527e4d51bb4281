package hero.deployer.onboarding;

import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

import hero.deployer.agent.protocol.HealthReport;
import hero.deployer.base.FailureException;
import hero.deployer.instance.Health;
import hero.deployer.instance.InstanceState;
import hero.deployer.instance.Instances;
import hero.deployer.onboarding.Effects.Install;
import hero.deployer.onboarding.OnboardingCommit.Locked;
import hero.deployer.onboarding.OnboardingCommit.Result;
import hero.deployer.task.TaskOutcome;

/** Ends the run: a fresh answer after the install says that this build is healthy here; the welcome mail is queued with it. */
@ApplicationScoped
class ReadyStep {
    private final OnboardingCommit commit;
    private final OnboardingConfig config;
    private final AgentWait agentWait;
    private final Instances instances;
    private final WelcomeMail welcome;

    ReadyStep(
            OnboardingCommit commit,
            OnboardingConfig config,
            AgentWait agentWait,
            Instances instances,
            WelcomeMail welcome) {
        this.commit = commit;
        this.config = config;
        this.agentWait = agentWait;
        this.instances = instances;
        this.welcome = welcome;
    }

    Uni<TaskOutcome> turn(Turn turn) {
        var build = Optional.ofNullable(turn.onboarding().effects().install())
                .map(Install::build)
                .orElseThrow();
        return commit.reach(turn, "ready.before-call")
                .chain(() -> agentWait.ask(turn.instance()))
                .call(() -> commit.reach(turn, "ready.after-call"))
                .chain(report -> isReady(report, build)
                        ? commit.commit(turn, "ready.done", locked -> ready(locked, build))
                        : agentWait.later(turn, waitingFor(turn, report, build)))
                .onFailure(FailureException.class)
                .recoverWithUni(thrown -> agentWait.unanswered(turn, StageFailure.valueOf(thrown)));
    }

    private static boolean isReady(HealthReport report, String build) {
        return report.status().equals("healthy") && build.equals(report.build()) && report.operation() == null;
    }

    private static String waitingFor(Turn turn, HealthReport report, String build) {
        var running = report.build() == null ? "no build" : "build " + report.build();
        return turn.instance() + " to be healthy on build " + build + " (it says " + report.status() + " on " + running
                + ")";
    }

    private Uni<Result> ready(Locked locked, String build) {
        var onboarding = locked.onboarding();
        var instance = onboarding.subject().instance();
        return instances
                .observed(locked.tx(), instance, Health.HEALTHY, build, true)
                .chain(() -> instances.move(locked.tx(), instance, InstanceState.READY))
                .chain(() -> welcome.queue(locked.tx(), onboarding.subject()))
                .replaceWith(Result.next(onboarding.with(
                        locked.running().step(stage -> stage.attempt("")).succeed(locked.now(), config::deadline))));
    }
}
