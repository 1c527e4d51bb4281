package hero.deployer.removal;

import hero.deployer.base.Failure;
import hero.deployer.base.FailureKind;
import hero.deployer.task.TaskLease;

/** An error that nobody foresaw and that keeps coming back ends a removal for a person to look at: it would go on in silence for ever. */
final class Unexpected {
    static final Failure FAILURE = new Failure(
            FailureKind.BUG,
            "An unexpected error kept coming back.",
            "Look into the deployer's log for this removal, then repeat it.");

    private static final int MOST_ERRORS = 6;

    private Unexpected() {}

    static boolean isTooMuch(TaskLease lease) {
        return lease.errors() >= MOST_ERRORS;
    }
}
