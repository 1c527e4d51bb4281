package hero.deployer.agent;

import org.jspecify.annotations.Nullable;

import hero.deployer.agent.protocol.InstallBuild;
import hero.deployer.agent.protocol.OperationReport;

/**
 * One install as the journal keeps it.
 *
 * @param id named by the server
 * @param seq grows with every change
 * @param phase where it is
 * @param percent of the present phase
 * @param error why it failed or was rolled back
 * @param command what to do; dropped when it ended
 * @param acceptedAt when, in milliseconds of the wall clock
 * @param attempts how often an agent began it
 * @param cancelled why it shall stop, or null
 */
record Operation(
        String id,
        long seq,
        Phase phase,
        int percent,
        @Nullable String error,
        @Nullable InstallBuild command,
        long acceptedAt,
        int attempts,
        @Nullable String cancelled) {

    /** Room for the progress of the attempt that a crash cut off: a sequence number never goes back. */
    private static final long SEQ_LEAP = 1_000;

    static Operation accepted(InstallBuild command, long now) {
        return new Operation(command.operation(), 1, Phase.FETCHING, 0, null, command, now, 1, null);
    }

    Operation at(Phase next, int nextPercent) {
        return new Operation(id, seq + 1, next, nextPercent, error, command, acceptedAt, attempts, cancelled);
    }

    Operation ended(Phase end, @Nullable String why) {
        return new Operation(id, seq + 1, end, 100, why, null, acceptedAt, attempts, null);
    }

    Operation cancel(String why) {
        return new Operation(id, seq, phase, percent, error, command, acceptedAt, attempts, why);
    }

    Operation again() {
        return new Operation(id, seq + SEQ_LEAP, Phase.FETCHING, 0, null, command, acceptedAt, attempts + 1, cancelled);
    }

    OperationReport report() {
        return new OperationReport(id, seq, phase.wire(), percent, error);
    }
}
