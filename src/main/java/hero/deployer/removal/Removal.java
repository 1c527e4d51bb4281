package hero.deployer.removal;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * One removal.
 *
 * @param instance null when it is of a whole organization
 * @param person the instance's, null likewise
 * @param parent the removal of the whole organization that this is part of
 * @param drain how the machine is kept for a while first, or null
 */
record Removal(
        String id,
        String organization,
        @Nullable String instance,
        @Nullable String person,
        @Nullable String parent,
        String actor,
        @Nullable Drain drain,
        RemovalState state,
        Instant startedAt,
        @Nullable Instant endedAt) {

    static final String EVENT = "removal.state";

    Removal in(RemovalState next) {
        return new Removal(id, organization, instance, person, parent, actor, drain, next, startedAt, endedAt);
    }

    Removal with(Drain changed) {
        return new Removal(id, organization, instance, person, parent, actor, changed, state, startedAt, endedAt);
    }

    /**
     * A grace in which the stack is stopped and the machine, its disk with it, is kept.
     *
     * @param until when the machine goes, whatever has been
     * @param stopped whether the agent has taken the order to stop the stack
     */
    record Drain(Instant until, boolean stopped) {}
}
