package hero.deployer.node;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.ProblemException;
import hero.deployer.base.Tx;

/** Reads nodes with their load, and locks them. */
@ApplicationScoped
class NodeStore {
    private static final String LOAD = """
            select cast(n.id as text), cast(n.provider as text), cast(n.name as text), cast(n.slots as bigint), n.online, n.maintenance,
                   cast(n.maintenance_reason as text),
                   cast(extract(epoch from clock_timestamp() - n.last_seen) * 1000 as bigint),
                   cast(coalesce(l.reserved, 0) as bigint), cast(coalesce(l.used, 0) as bigint)
            from node n
            left join (select node, sum(slots) filter (where state = 'reserved') as reserved, sum(slots) filter (where state = 'used') as used
                       from node_reservation group by node) l on l.node = n.id
            """;

    private static final String MARK_SEEN = """
            with stale as (
                select id from node where provider = cast($1 as text) and id = any (cast($2 as text[]))
                    and last_seen < clock_timestamp() - cast($3 as bigint) * interval '1 millisecond'
                order by id for no key update skip locked
            ), marked as (
                update node set last_seen = clock_timestamp() from stale where node.id = stale.id
            )
            """ + LOAD + " where n.provider = cast($1 as text) order by n.id";

    Uni<List<NodeLoad>> all(Tx tx) {
        return tx.rows(LOAD + " order by n.id").map(NodeStore::loads);
    }

    Uni<List<NodeLoad>> ofProvider(Tx tx, String provider) {
        return tx.rows(LOAD + " where n.provider = cast($1 as text) order by n.id", provider)
                .map(NodeStore::loads);
    }

    /**
     * {@link #ofProvider}, and marks those of the given that were last seen longer ago than {@code stale}. Never waits for a node that
     * somebody has locked: it is marked another time.
     */
    Uni<List<NodeLoad>> markSeen(Tx tx, String provider, List<String> seen, Duration stale) {
        return tx.rows(MARK_SEEN, provider, seen.toArray(String[]::new), stale.toMillis())
                .map(NodeStore::loads);
    }

    Uni<NodeLoad> get(Tx tx, String id) {
        return tx.rows(LOAD + " where n.id = cast($1 as text)", id)
                .map(rows ->
                        loads(rows).stream().findFirst().orElseThrow(() -> ProblemException.notFound("such node")));
    }

    /**
     * Locks all of a provider's nodes, then reads them. Always all and always in the order of their ids: two transactions that take slots
     * on several nodes of it cannot wait for each other.
     */
    Uni<List<NodeLoad>> lockOfProvider(Tx tx, String provider) {
        return tx.rows(
                        "select cast(id as text) from node where provider = cast($1 as text) order by id for no key update",
                        provider)
                .chain(() -> ofProvider(tx, provider));
    }

    /** One replica at a time writes what a provider shows: new nodes, which no row lock can hold yet, are then added in any order. */
    Uni<Void> lockSightings(Tx tx, String provider) {
        return tx.rows(
                        "select cast(pg_advisory_xact_lock(hashtextextended('node ' || cast($1 as text), 0)) as text)",
                        provider)
                .replaceWithVoid();
    }

    private static List<NodeLoad> loads(List<@Nullable Object[]> rows) {
        return rows.stream().map(NodeStore::load).toList();
    }

    private static NodeLoad load(@Nullable Object[] row) {
        return new NodeLoad(
                text(row[0]),
                text(row[1]),
                text(row[2]),
                number(row[3]).intValue(),
                Boolean.TRUE.equals(row[4]),
                Boolean.TRUE.equals(row[5]),
                (String) row[6],
                number(row[7]).longValue(),
                number(row[8]).intValue(),
                number(row[9]).intValue());
    }

    private static String text(@Nullable Object column) {
        return Objects.requireNonNull((String) column);
    }

    private static Number number(@Nullable Object column) {
        return Objects.requireNonNull((Number) column);
    }
}
