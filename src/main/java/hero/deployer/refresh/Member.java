package hero.deployer.refresh;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import hero.deployer.base.Failure;

/**
 * One instance in a run.
 *
 * @param position its place in the order of starting
 * @param back it is, or was, being brought back to what it had
 * @param wasFailed its own installation had failed when it was taken along
 * @param from what it had before
 * @param operation what its agent was told last, with {@code fence}
 * @param reason why it is skipped or cancelled
 */
record Member(
        String instance,
        String person,
        String role,
        @Nullable String node,
        int position,
        int wave,
        MemberState state,
        boolean back,
        boolean wasFailed,
        @Nullable String from,
        String to,
        int attempts,
        @Nullable String operation,
        long fence,
        @Nullable String reason,
        @Nullable Failure problem,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt) {

    /** The one it is not under way to: what it is meant to have while it has been told of nothing else. */
    @Nullable
    String otherBuild() {
        return back ? to : from;
    }

    /** The build it is under way to. */
    String target() {
        return back && from != null ? from : to;
    }
}
