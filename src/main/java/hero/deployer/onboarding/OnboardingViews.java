package hero.deployer.onboarding;

import java.util.Arrays;
import java.util.Locale;

import jakarta.enterprise.context.ApplicationScoped;

import org.jspecify.annotations.Nullable;

import hero.deployer.base.Failure;
import hero.deployer.instance.Instances;
import hero.deployer.onboarding.OnboardingView.StageProblem;
import hero.deployer.onboarding.OnboardingView.StageView;

/** Makes the JSON view of a run. */
@ApplicationScoped
class OnboardingViews {
    private final Instances instances;

    OnboardingViews(Instances instances) {
        this.instances = instances;
    }

    OnboardingView of(Onboarding onboarding) {
        return of(onboarding, null);
    }

    OnboardingView of(Onboarding onboarding, @Nullable String oneTimePassword) {
        var subject = onboarding.subject();
        var state = onboarding.state();
        var stages = state.stages();
        boolean opens = stages.get(Stage.READY) instanceof StageState.Succeeded;
        return new OnboardingView(
                onboarding.id(),
                subject.organization(),
                subject.instance(),
                subject.person(),
                stages.current().wire(),
                state.wire(),
                Arrays.stream(Stage.values())
                        .map(stage -> stage(stage, stages.get(stage)))
                        .toList(),
                oneTimePassword,
                opens ? instances.cockpitUrl(subject.organization(), subject.person()) : null,
                state instanceof OnboardingState.Cancelling ? true : null,
                waitingFor(state),
                onboarding.by(),
                onboarding.createdAt(),
                onboarding.endedAt());
    }

    private static @Nullable String waitingFor(OnboardingState state) {
        return switch (state) {
            case OnboardingState.Running running -> running.stage().waitingFor();
            case OnboardingState.Cancelling cancelling -> cancelling.waitingFor();
            case OnboardingState.Failed(var stages, var at) -> "a person to retry or cancel";
            case OnboardingState.Succeeded(var stages) -> null;
            case OnboardingState.Cancelled(var stages) -> null;
        };
    }

    private static StageView stage(Stage stage, StageState state) {
        var name = stage.wire();
        var wire = state.wire();
        return switch (state) {
            case StageState.Pending() -> new StageView(name, wire, null, null, 0, null, null, null);
            case StageState.Skipped() -> new StageView(name, wire, null, null, 0, null, null, null);
            case StageState.Running running ->
                new StageView(
                        name,
                        wire,
                        running.startedAt(),
                        null,
                        running.attempts(),
                        running.waitingFor(),
                        running.givesUpAt(),
                        null);
            case StageState.Succeeded(var attempts, var startedAt, var endedAt) ->
                new StageView(name, wire, startedAt, endedAt, attempts, null, null, null);
            case StageState.Failed(var attempts, var startedAt, var endedAt, var problem) ->
                new StageView(name, wire, startedAt, endedAt, attempts, null, null, problem(problem));
        };
    }

    private static StageProblem problem(Failure failure) {
        return new StageProblem(
                failure.kind().name().toLowerCase(Locale.ROOT), failure.code(), failure.message(), failure.next());
    }
}
