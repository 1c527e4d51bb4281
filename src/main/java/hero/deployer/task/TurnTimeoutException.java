package hero.deployer.task;

import java.time.Duration;

import hero.deployer.task.TaskStore.Claim;

/** A turn did not end within its deadline and was cancelled; what it had begun outside is unknown. */
final class TurnTimeoutException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TurnTimeoutException(Claim claim, Duration deadline) {
        super(
                "a turn of " + claim.kind() + " " + claim.key() + " did not end within " + deadline.toSeconds() + " s",
                null,
                false,
                false);
    }
}
