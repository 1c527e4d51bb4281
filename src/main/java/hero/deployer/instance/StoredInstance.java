package hero.deployer.instance;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/** An instance with what only its views need. */
record StoredInstance(
        InstanceRow row,
        long number,
        @Nullable Pin pinned,
        boolean drifted,
        @Nullable Instant lastSeen) {

    /**
     * Keeps an instance out of refreshes.
     *
     * @param build the one it is meant to stay on, null for whichever it has
     * @param by the username of who pinned it
     */
    record Pin(@Nullable String build, String reason, String by) {
        /** Why it stays where it is, for a person. */
        String words() {
            return "by " + by + ": " + reason;
        }
    }
}
