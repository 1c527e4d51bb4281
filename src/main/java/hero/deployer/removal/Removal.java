package hero.deployer.removal;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * One removal.
 *
 * @param instance null when it is of a whole organization
 * @param person the instance's, null likewise
 * @param parent the removal of the whole organization that this is part of
 */
record Removal(
        String id,
        String organization,
        @Nullable String instance,
        @Nullable String person,
        @Nullable String parent,
        String actor,
        RemovalState state,
        Instant startedAt,
        @Nullable Instant endedAt) {

    static final String EVENT = "removal.state";

    Removal in(RemovalState next) {
        return new Removal(id, organization, instance, person, parent, actor, next, startedAt, endedAt);
    }
}
