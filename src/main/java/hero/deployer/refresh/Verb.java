package hero.deployer.refresh;

import java.util.Locale;
import java.util.Optional;

import hero.deployer.refresh.RefreshState.Cancelled;
import hero.deployer.refresh.RefreshState.Failed;
import hero.deployer.refresh.RefreshState.Halted;
import hero.deployer.refresh.RefreshState.Paused;
import hero.deployer.refresh.RefreshState.Planned;
import hero.deployer.refresh.RefreshState.RolledBack;
import hero.deployer.refresh.RefreshState.RollingBack;
import hero.deployer.refresh.RefreshState.Running;
import hero.deployer.refresh.RefreshState.Succeeded;

/** What a person does to a run. Pure. */
enum Verb {
    PAUSE,
    RESUME,
    CANCEL,
    RETRY,
    ROLLBACK;

    /**
     * What a verb depends on beside the state.
     *
     * @param failed members that retry would take
     * @param touched members that a rollback would take
     * @param newest no later run of the organization has begun
     */
    record Facts(boolean failed, boolean touched, boolean newest) {}

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The state after it; the same state where it was done already; empty where it is impossible. */
    Optional<RefreshState> of(RefreshState now, Facts facts) {
        return switch (this) {
            case PAUSE -> pause(now);
            case RESUME -> resume(now);
            case CANCEL -> cancel(now);
            case RETRY -> retry(now, facts);
            case ROLLBACK -> rollback(now, facts);
        };
    }

    /** Whether it would change something: a button worth showing. */
    boolean offered(RefreshState now, Facts facts) {
        return of(now, facts)
                .filter(after -> !after.equals(now) || this == RETRY && now.open() && facts.failed)
                .isPresent();
    }

    private static Optional<RefreshState> pause(RefreshState now) {
        return switch (now) {
            case Planned planned -> Optional.of(new Paused(false));
            case Running running -> Optional.of(new Paused(false));
            case RollingBack rolling -> Optional.of(new Paused(true));
            case Paused paused -> Optional.of(paused);
            case Halted halted -> Optional.empty();
            case Succeeded ended -> Optional.empty();
            case Failed ended -> Optional.empty();
            case Cancelled ended -> Optional.empty();
            case RolledBack ended -> Optional.empty();
        };
    }

    private static Optional<RefreshState> resume(RefreshState now) {
        return switch (now) {
            case Paused(var back) -> Optional.of(back ? new RollingBack() : new Running());
            case Planned planned -> Optional.of(planned);
            case Running running -> Optional.of(running);
            case RollingBack rolling -> Optional.of(rolling);
            case Halted halted -> Optional.empty();
            case Succeeded ended -> Optional.empty();
            case Failed ended -> Optional.empty();
            case Cancelled ended -> Optional.empty();
            case RolledBack ended -> Optional.empty();
        };
    }

    private static Optional<RefreshState> cancel(RefreshState now) {
        return switch (now) {
            case Planned planned -> Optional.of(new Cancelled());
            case Running running -> Optional.of(new Cancelled());
            case Paused paused -> Optional.of(new Cancelled());
            case Halted halted -> Optional.of(new Cancelled());
            case RollingBack rolling -> Optional.of(new Cancelled());
            case Cancelled cancelled -> Optional.of(cancelled);
            case Succeeded ended -> Optional.empty();
            case Failed ended -> Optional.empty();
            case RolledBack ended -> Optional.empty();
        };
    }

    private static Optional<RefreshState> retry(RefreshState now, Facts facts) {
        boolean again = facts.failed && facts.newest;
        return switch (now) {
            case Planned planned -> Optional.of(planned);
            case Running running -> Optional.of(running);
            case RollingBack rolling -> Optional.of(rolling);
            case Paused paused -> Optional.of(paused);
            case Halted halted -> Optional.of(new Running());
            case Succeeded ended -> again ? Optional.of(new Running()) : Optional.empty();
            case Failed ended -> again ? Optional.of(new RollingBack()) : Optional.empty();
            case Cancelled ended -> Optional.empty();
            case RolledBack ended -> Optional.empty();
        };
    }

    private static Optional<RefreshState> rollback(RefreshState now, Facts facts) {
        boolean late = facts.touched && facts.newest;
        return switch (now) {
            case Planned planned -> Optional.of(new RollingBack());
            case Running running -> Optional.of(new RollingBack());
            case Halted halted -> Optional.of(new RollingBack());
            case Paused(var back) -> Optional.of(back ? now : new RollingBack());
            case RollingBack rolling -> Optional.of(rolling);
            case RolledBack ended -> Optional.of(ended);
            case Succeeded ended -> late ? Optional.of(new RollingBack()) : Optional.empty();
            case Cancelled ended -> late ? Optional.of(new RollingBack()) : Optional.empty();
            // it went back, as it was told to; those that could not are for retry
            case Failed ended -> Optional.of(ended);
        };
    }
}
