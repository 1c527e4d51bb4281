package hero.deployer.agent;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import hero.deployer.agent.protocol.InstallBuild;

/** Gives every operation its deadline once, on the monotonic clock. */
final class Clocked {
    private @Nullable String operation;
    private Deadline deadline = Deadline.in(Duration.ZERO);

    /** An operation found again after a restart has what the wall clock leaves it, never more than at first. */
    Deadline deadline(Operation of, InstallBuild command) {
        if (!of.id().equals(operation)) {
            var whole = Duration.ofSeconds(command.deadlineSeconds());
            long gone = Math.max(0, System.currentTimeMillis() - of.acceptedAt());
            operation = of.id();
            deadline = Deadline.in(whole.minusMillis(Math.min(gone, whole.toMillis())));
        }
        return deadline;
    }
}
