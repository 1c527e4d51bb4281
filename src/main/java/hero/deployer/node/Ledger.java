package hero.deployer.node;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.Tx;
import hero.deployer.setup.Setups.SetupVersion;

/** Who holds which slots: reserved → used → freed only when the machine was found gone. */
@ApplicationScoped
public class Ledger {
    private final NodeStore nodes;
    private final NodeNews news;

    Ledger(NodeStore nodes, NodeNews news) {
        this.nodes = nodes;
        this.news = news;
    }

    /**
     * Takes the slots for one instance on the asked node, the setup's, or the one with the most room, atomically (the node's row is locked);
     * a repeat for the same instance answers the same node, and is refused where it asks for another: there may be a machine on the first.
     *
     * @param node the node's id, or null for the setup's choice
     * @return the node's id
     * @throws hero.deployer.base.ProblemException 409 {@code node-full}, {@code node-offline} or {@code node-maintenance}, with {@code node}
     *     and {@code roomFor}; 409 {@code placed-elsewhere} with {@code node}; 400 on the field {@code node} for an unknown one
     */
    public Uni<String> reserve(Tx tx, String instance, SetupVersion setup, @Nullable String node) {
        return nodes.lockOfProvider(tx, setup.provider())
                .chain(pool -> held(tx, instance)
                        .chain(held -> held.isEmpty()
                                ? take(
                                        tx,
                                        instance,
                                        setup,
                                        new Placement(setup, pool).choose(node).id())
                                : Uni.createFrom().item(() -> new Placement(setup, pool).keep(held.getFirst(), node))));
    }

    /**
     * Where many at once would sit; nothing is taken.
     *
     * @param hold lock the nodes, so that {@link #takeAll} in the same transaction still finds the seats free
     */
    public Uni<Seating> seats(Tx tx, SetupVersion setup, List<Optional<String>> asked, boolean hold) {
        var pool = hold ? nodes.lockOfProvider(tx, setup.provider()) : nodes.ofProvider(tx, setup.provider());
        return pool.map(found -> new Placement(setup, found).seat(asked));
    }

    /** Takes seats that {@link #seats} held: node by instance. */
    public Uni<Void> takeAll(Tx tx, SetupVersion setup, Map<String, String> places) {
        var instances = places.keySet().stream().sorted().toList();
        return tx.update(
                        """
                        insert into node_reservation (instance, node, slots, state)
                        select instance, node, cast($3 as integer), 'reserved'
                        from unnest(cast($1 as text[]), cast($2 as text[])) as given (instance, node) order by instance
                        """,
                        instances.toArray(String[]::new),
                        instances.stream().map(places::get).toArray(String[]::new),
                        setup.slots())
                .replaceWithVoid();
    }

    /** Tells of nodes whose load changed with {@link #takeAll}, once each. */
    public Uni<Void> tell(Tx tx, Collection<String> touched) {
        var told = Uni.createFrom().voidItem();
        for (var node : touched.stream().distinct().sorted().toList()) {
            told = told.chain(() -> news.changed(tx, node));
        }
        return told;
    }

    /** Checks that {@code count} more fit, without taking them; the same refusals. */
    public Uni<Void> check(Tx tx, SetupVersion setup, @Nullable String node, int count) {
        return nodes.ofProvider(tx, setup.provider())
                .invoke(pool -> new Placement(setup, pool).require(node, count))
                .replaceWithVoid();
    }

    /** The machine exists: its slots are used. */
    public Uni<Void> used(Tx tx, String instance) {
        return changed(tx, """
                update node_reservation set state = 'used', at = clock_timestamp()
                where instance = cast($1 as text) and state = 'reserved' returning cast(node as text)
                """, instance);
    }

    /** The machine was found gone, or was never asked for: its slots are free. */
    public Uni<Void> free(Tx tx, String instance) {
        return changed(
                tx,
                "delete from node_reservation where instance = cast($1 as text) returning cast(node as text)",
                instance);
    }

    /** How many more members of this setup fit, over all its provider's online nodes (or the setup's one node). */
    public Uni<Integer> roomFor(Tx tx, SetupVersion setup) {
        return nodes.ofProvider(tx, setup.provider()).map(pool -> new Placement(setup, pool).roomFor());
    }

    /** {@code provider} and provider's name of a node. */
    public record Place(String id, String provider, String name) {}

    /** Where a node is; 404 for an unknown one. */
    public Uni<Place> place(Tx tx, String node) {
        return nodes.get(tx, node).map(found -> new Place(found.id(), found.provider(), found.name()));
    }

    /** How many slots some instances hold: by instance, of those that hold any. */
    public Uni<Map<String, Integer>> slotsOf(Tx tx, List<String> instances) {
        return tx.rows(
                        "select cast(instance as text), cast(slots as integer) from node_reservation"
                                + " where instance = any (cast($1 as text[]))",
                        (Object) instances.toArray(String[]::new))
                .map(rows -> {
                    var held = new HashMap<String, Integer>();
                    rows.forEach(row -> held.put((String) row[0], (Integer) row[1]));
                    return held;
                });
    }

    /** Instances that hold slots. */
    public Uni<List<String>> holders(Tx tx) {
        return tx.rows("select cast(instance as text) from node_reservation order by instance")
                .map(Ledger::firstColumn);
    }

    private Uni<List<String>> held(Tx tx, String instance) {
        return tx.rows("select cast(node as text) from node_reservation where instance = cast($1 as text)", instance)
                .map(Ledger::firstColumn);
    }

    private Uni<String> take(Tx tx, String instance, SetupVersion setup, String node) {
        return tx.update("""
                        insert into node_reservation (instance, node, slots, state)
                        values (cast($1 as text), cast($2 as text), cast($3 as integer), 'reserved')
                        """, instance, node, setup.slots())
                .chain(() -> news.changed(tx, node))
                .replaceWith(node);
    }

    private Uni<Void> changed(Tx tx, String sql, String instance) {
        return tx.rows(sql, instance)
                .map(Ledger::firstColumn)
                .chain(touched ->
                        touched.isEmpty() ? Uni.createFrom().voidItem() : news.changed(tx, touched.getFirst()));
    }

    private static List<String> firstColumn(List<@Nullable Object[]> rows) {
        return rows.stream().map(row -> Objects.requireNonNull((String) row[0])).toList();
    }
}
