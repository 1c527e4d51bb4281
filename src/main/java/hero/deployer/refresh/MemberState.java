package hero.deployer.refresh;

import java.util.Locale;

/** Where one instance stands in a run. */
enum MemberState {
    PENDING,
    /** Decided, and its agent is being told or is at work. */
    UPDATING,
    /** The agent is done; whether it is healthy on the build is being asked. */
    VERIFYING,
    SUCCEEDED,
    SKIPPED,
    FAILED,
    UNREACHABLE,
    /** By the agent itself, which counts as a failure, or by the run, which was asked to. */
    ROLLED_BACK,
    CANCELLED;

    /** As JSON and the database say it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static MemberState of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    boolean inFlight() {
        return this == UPDATING || this == VERIFYING;
    }

    boolean ended() {
        return this != PENDING && !inFlight();
    }
}
