package hero.deployer.onboarding;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;

import hero.deployer.base.Failure;
import hero.deployer.base.FailureKind;
import hero.deployer.task.TaskHandler;
import hero.deployer.task.TaskLease;
import hero.deployer.task.TaskOutcome;

/** Takes an onboarding one turn further: looks where it stands and lets that stage do one slow thing. */
@ApplicationScoped
class OnboardingRunner implements TaskHandler {
    static final String KIND = "onboarding";
    private static final int MOST_ERRORS = 6;
    private static final Duration TURN = Duration.ofSeconds(150);

    private static final Failure UNEXPECTED = new Failure(
            FailureKind.BUG,
            "bug",
            "An unexpected error kept coming back.",
            "Look into the deployer's log for this onboarding, then retry.");

    private final Pool pool;
    private final OnboardingStore store;
    private final OnboardingConfig config;
    private final ProvisioningStep provisioning;
    private final InstallingStep installing;
    private final ReadyStep ready;
    private final UndoStep undo;
    private final StageFailure stageFailure;

    OnboardingRunner(
            Pool pool,
            OnboardingStore store,
            OnboardingConfig config,
            ProvisioningStep provisioning,
            InstallingStep installing,
            ReadyStep ready,
            UndoStep undo,
            StageFailure stageFailure) {
        this.pool = pool;
        this.store = store;
        this.config = config;
        this.provisioning = provisioning;
        this.installing = installing;
        this.ready = ready;
        this.undo = undo;
        this.stageFailure = stageFailure;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Duration turnDeadline() {
        return TURN;
    }

    @Override
    public int maxConcurrent() {
        return config.maxConcurrent();
    }

    @Override
    public Uni<TaskOutcome> run(TaskLease lease) {
        return store.read(pool, lease.key())
                .chain(found -> found.map(reading -> turn(Turn.of(lease, reading)))
                        .orElseGet(() -> Uni.createFrom().item(TaskOutcome.done())));
    }

    private Uni<TaskOutcome> turn(Turn turn) {
        return switch (turn.onboarding().state()) {
            case OnboardingState.Running running -> stage(turn, running);
            case OnboardingState.Cancelling cancelling -> undo.turn(turn, cancelling);
            case OnboardingState.Failed(var stages, var at) -> done();
            case OnboardingState.Succeeded(var stages) -> done();
            case OnboardingState.Cancelled(var stages) -> done();
        };
    }

    private Uni<TaskOutcome> stage(Turn turn, OnboardingState.Running running) {
        if (turn.lease().errors() >= MOST_ERRORS) {
            return stageFailure.stop(turn, "stage.unexpected", UNEXPECTED);
        }
        if (running.stage().isLate(turn.now())) {
            return stageFailure.stop(turn, "stage.late", late(running));
        }
        return switch (running.at()) {
            case ADDING -> throw new IllegalStateException("adding is done where it is asked for");
            case PROVISIONING -> provisioning.turn(turn);
            case INSTALLING -> installing.turn(turn);
            case READY -> ready.turn(turn);
        };
    }

    private static Uni<TaskOutcome> done() {
        return Uni.createFrom().item(TaskOutcome.done());
    }

    private static Failure late(OnboardingState.Running running) {
        var stage = running.stage();
        var waited = Duration.between(stage.startedAt(), stage.givesUpAt());
        var what = stage.waitingFor() == null ? "its turn" : stage.waitingFor();
        return new Failure(
                FailureKind.TRANSIENT,
                "late",
                "Gave up after " + waited.toSeconds() + " s of waiting for " + what + ".",
                "See whether the node and the instance answer, then retry.");
    }
}
