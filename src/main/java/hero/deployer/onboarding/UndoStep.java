package hero.deployer.onboarding;

import java.time.Duration;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

import hero.deployer.base.Failure;
import hero.deployer.onboarding.OnboardingCommit.Result;
import hero.deployer.task.TaskOutcome;

/** Gives back what a cancelled run made: the machine first, and only when it was found gone the slots, the instance and the account. */
@ApplicationScoped
class UndoStep {
    private static final Duration SETTLE_PAUSE = Duration.ofSeconds(2);

    private final OnboardingCommit commit;
    private final OnboardingConfig config;
    private final StageFailure failures;
    private final Machines machines;
    private final GiveBack giveBack;

    UndoStep(
            OnboardingCommit commit,
            OnboardingConfig config,
            StageFailure failures,
            Machines machines,
            GiveBack giveBack) {
        this.commit = commit;
        this.config = config;
        this.failures = failures;
        this.machines = machines;
        this.giveBack = giveBack;
    }

    Uni<TaskOutcome> turn(Turn turn, OnboardingState.Cancelling cancelling) {
        return turn.onboarding().holdsMachine() ? destroy(turn, cancelling) : end(turn, cancelling);
    }

    private Uni<TaskOutcome> destroy(Turn turn, OnboardingState.Cancelling cancelling) {
        return commit.reach(turn, "undo.destroy.before-call")
                .chain(() -> machines.destroy(turn.instance()))
                .chain(() -> machines.find(turn.instance()))
                .call(() -> commit.reach(turn, "undo.destroy.after-call"))
                .map(found -> found.isPresent() ? Optional.of("it is still there") : stillComing(turn))
                .onFailure()
                .recoverWithItem(thrown -> Optional.of(words(StageFailure.valueOf(thrown))))
                .chain(open ->
                        open.map(reason -> later(turn, cancelling, reason)).orElseGet(() -> end(turn, cancelling)));
    }

    /** A creation that nobody saw the end of may still bring a machine: look again until it cannot. */
    private Optional<String> stillComing(Turn turn) {
        return turn.onboarding().effects().mayStillAppear(turn.now(), config.creationSettles())
                ? Optional.of("its creation may still be under way")
                : Optional.empty();
    }

    private static String words(Failure failure) {
        return "last: " + failure.message();
    }

    private Uni<TaskOutcome> later(Turn turn, OnboardingState.Cancelling cancelling, String reason) {
        var waitingFor = "the provider to give up " + turn.instance() + " (" + reason + ")";
        var backoff = failures.pause(cancelling.misses() + 1);
        var pause = stillComing(turn).isPresent() && SETTLE_PAUSE.compareTo(backoff) < 0 ? SETTLE_PAUSE : backoff;
        return commit.commit(
                turn,
                "undo.later",
                locked -> Uni.createFrom()
                        .item(Result.again(locked.onboarding().with(cancelling.missed(waitingFor)), pause)));
    }

    private Uni<TaskOutcome> end(Turn turn, OnboardingState.Cancelling cancelling) {
        return commit.commit(
                turn,
                "undo.done",
                locked -> giveBack.rows(locked.tx(), locked.onboarding())
                        .replaceWith(Result.done(locked.onboarding().with(cancelling.undone()))));
    }
}
