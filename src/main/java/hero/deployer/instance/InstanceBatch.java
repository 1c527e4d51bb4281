package hero.deployer.instance;

import java.util.Collection;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.Tx;

/**
 * Many instances of one organization at once, for a process that moves all of it. Nothing here waits for a row that somebody else holds,
 * so that a crowd can never stand in the way of one.
 */
@ApplicationScoped
public class InstanceBatch {
    private static final String SELECT = "select " + InstanceColumns.ALL + " from instance ";

    /**
     * An instance with what a plan goes by.
     *
     * @param pinned who keeps it on its build and why, or null
     */
    public record Standing(
            InstanceRow row, long number, @Nullable String pinned) {}

    /**
     * How an install ended.
     *
     * @param health what it was seen with, {@code build} likewise, or null where nothing new was seen
     * @param ready whether it is ready now; otherwise its own installation has failed, as before
     * @param desired the build it is to have after all, because it was not told of the one decided last; or null
     */
    public record Landing(
            String id,
            boolean ready,
            @Nullable Health health,
            @Nullable String build,
            @Nullable String desired) {}

    private final InstanceStore store;
    private final InstanceEvents events;

    InstanceBatch(InstanceStore store, InstanceEvents events) {
        this.store = store;
        this.events = events;
    }

    public Uni<List<Standing>> of(Tx tx, String organization) {
        return store.ofOrganization(tx, organization).map(InstanceBatch::standings);
    }

    /**
     * Those that are ready and not on this build as far as is known, those that get another one just now, and those that failed to get
     * another one; no pinned one.
     */
    public Uni<List<Standing>> behind(Tx tx, String organization, String build) {
        return tx.rows(
                        SELECT + "where organization = cast($1 as text) and pin_reason is null"
                                + " and (state = 'ready' and build is distinct from cast($2 as text)"
                                + " or (state in ('ready', 'installing') or state = 'failed' and agent_address is not null)"
                                + " and desired_build is distinct from cast($2 as text))"
                                + " order by number",
                        organization,
                        build)
                .map(rows -> standings(InstanceColumns.all(rows)));
    }

    /** Those that are meant to be on this build, or get it just now; no pinned one. */
    public Uni<List<Standing>> meantFor(Tx tx, String organization, String build) {
        return tx.rows(
                        SELECT + "where organization = cast($1 as text) and pin_reason is null"
                                + " and state in ('ready', 'installing') and desired_build = cast($2 as text) order by number",
                        organization,
                        build)
                .map(rows -> standings(InstanceColumns.all(rows)));
    }

    public Uni<List<Standing>> known(Tx tx, Collection<String> ids) {
        return store.known(tx, List.copyOf(ids)).map(InstanceBatch::standings);
    }

    /** Locks those that nobody holds just now, until the transaction ends. */
    public Uni<List<Standing>> lockFree(Tx tx, Collection<String> ids) {
        return tx.rows(SELECT + "where id = any (cast($1 as text[])) order by id for update skip locked", (Object)
                        ids.toArray(String[]::new))
                .map(rows -> standings(InstanceColumns.all(rows)));
    }

    /** Decides a build for those that are ready or have failed on a machine, and takes each one's next fence: they are installing from now on. */
    public Uni<List<InstanceRow>> decide(Tx tx, String organization, Collection<String> locked, String build) {
        return tx.rows(
                        "update instance set desired_build = cast($2 as text), fence = fence + 1, state = 'installing'"
                                + " where id = any (cast($1 as text[]))"
                                + " and (state = 'ready' or state = 'failed' and agent_address is not null) returning "
                                + InstanceColumns.ALL,
                        locked.toArray(String[]::new),
                        build)
                .map(InstanceColumns::all)
                .call(decided -> events.states(tx, organization, decided))
                .map(decided -> decided.stream().map(StoredInstance::row).toList());
    }

    /** They are ready again, or as failed as before; what is being removed stays so. */
    public Uni<Void> land(Tx tx, String organization, List<Landing> landed) {
        if (landed.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return tx.rows(
                        "update instance set state = case when state <> 'installing' then state"
                                + " when seen_ready then 'ready' else 'failed' end,"
                                + " health = coalesce(seen_health, health), build = coalesce(seen_build, build),"
                                + " desired_build = coalesce(seen_desired, desired_build)"
                                + " from unnest(cast($1 as text[]), cast($2 as text[]), cast($3 as text[]), cast($4 as text[]),"
                                + " cast($5 as boolean[])) as seen (seen_id, seen_health, seen_build, seen_desired, seen_ready)"
                                + " join (select id as was_id, state as was_state, health as was_health from instance) was"
                                + " on was_id = seen_id where id = seen_id"
                                + " and (state = 'installing' or health <> coalesce(seen_health, health)"
                                + " or build is distinct from coalesce(seen_build, build)) returning "
                                + InstanceColumns.ALL + ", was_state, was_health",
                        landed.stream().map(Landing::id).toArray(String[]::new),
                        landed.stream().map(InstanceBatch::health).toArray(String[]::new),
                        landed.stream().map(Landing::build).toArray(String[]::new),
                        landed.stream().map(Landing::desired).toArray(String[]::new),
                        landed.stream().map(Landing::ready).toArray(Boolean[]::new))
                .chain(rows -> events.landed(
                        tx,
                        organization,
                        rows.stream().map(InstanceBatch::change).toList()))
                .chain(() -> store.seen(
                        tx,
                        landed.stream()
                                .filter(one -> one.health() != null)
                                .map(Landing::id)
                                .toList()))
                .replaceWithVoid();
    }

    private static InstanceEvents.Change change(@Nullable Object[] row) {
        return new InstanceEvents.Change(
                InstanceColumns.read(row), InstanceState.of((String) row[row.length - 2]), Health.of((String)
                        row[row.length - 1]));
    }

    private static @Nullable String health(Landing landed) {
        var health = landed.health();
        return health == null ? null : health.word();
    }

    private static List<Standing> standings(List<StoredInstance> all) {
        return all.stream()
                .map(one -> new Standing(
                        one.row(),
                        one.number(),
                        one.pinned() == null ? null : one.pinned().words()))
                .toList();
    }
}
