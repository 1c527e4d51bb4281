package hero.deployer.node;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.Tx;
import hero.deployer.provider.ProviderNode;

/** Writes what a provider showed: only what changed, and now and then that it was seen. */
@ApplicationScoped
class NodeSightings {
    private final NodeStore store;
    private final NodeNews news;

    NodeSightings(NodeStore store, NodeNews news) {
        this.store = store;
        this.news = news;
    }

    /** What a look comes to. */
    enum Verdict {
        /** The table agrees. */
        OLD,
        /** It does, but a node is not shown that counts as online for a while yet. */
        OPEN,
        /** There is something to {@link #record}. */
        NEWS
    }

    /** Compares a look with the table, with one statement, which also marks, now and then, that its nodes were seen. */
    Uni<Verdict> compare(Tx tx, String provider, List<ProviderNode> seen, Duration offlineAfter) {
        var ids =
                seen.stream().map(node -> NodeLoad.idOf(provider, node.name())).toList();
        return store.markSeen(tx, provider, ids, offlineAfter.dividedBy(2)).map(known -> {
            var byId = known.stream().collect(Collectors.toMap(NodeLoad::id, Function.identity()));
            if (!seen.stream().allMatch(node -> isSame(byId.get(NodeLoad.idOf(provider, node.name())), node))
                    || known.stream().anyMatch(node -> isMissing(node, provider, seen, offlineAfter))) {
                return Verdict.NEWS;
            }
            return known.stream().anyMatch(node -> isMissing(node, provider, seen, Duration.ZERO))
                    ? Verdict.OPEN
                    : Verdict.OLD;
        });
    }

    Uni<Void> record(Tx tx, String provider, List<ProviderNode> seen, Duration offlineAfter) {
        return store.lockSightings(tx, provider)
                .chain(() -> store.lockOfProvider(tx, provider))
                .chain(known -> {
                    var byId = known.stream().collect(Collectors.toMap(NodeLoad::id, Function.identity()));
                    return inOrder(seen, node -> saw(tx, provider, node, byId, offlineAfter))
                            .chain(() -> inOrder(known, node -> missed(tx, node, provider, seen, offlineAfter)));
                });
    }

    private Uni<Void> saw(
            Tx tx, String provider, ProviderNode node, Map<String, NodeLoad> known, Duration offlineAfter) {
        if (isOld(provider, node, known, offlineAfter)) {
            return Uni.createFrom().voidItem();
        }
        String id = NodeLoad.idOf(provider, node.name());
        boolean same = isSame(known.get(id), node);
        return write(tx, id, provider, node).chain(() -> same ? Uni.createFrom().voidItem() : news.changed(tx, id));
    }

    private static boolean isOld(
            String provider, ProviderNode node, Map<String, NodeLoad> known, Duration offlineAfter) {
        var before = known.get(NodeLoad.idOf(provider, node.name()));
        return isSame(before, node) && !isStale(before, offlineAfter);
    }

    private static boolean isSame(@Nullable NodeLoad before, ProviderNode node) {
        return before != null && before.online() == node.online() && before.slots() == node.slots();
    }

    // so that an idle system writes a row per node now and then, not at every look
    private static boolean isStale(@Nullable NodeLoad node, Duration offlineAfter) {
        return node == null || node.idleMillis() > offlineAfter.toMillis() / 2;
    }

    private static Uni<Integer> write(Tx tx, String id, String provider, ProviderNode node) {
        return tx.update("""
                insert into node (id, provider, name, slots, online, last_seen)
                values (cast($1 as text), cast($2 as text), cast($3 as text), cast($4 as integer), cast($5 as boolean), clock_timestamp())
                on conflict (id) do update set slots = excluded.slots, online = excluded.online, last_seen = excluded.last_seen
                """, id, provider, node.name(), node.slots(), node.online());
    }

    private Uni<Void> missed(Tx tx, NodeLoad node, String provider, List<ProviderNode> seen, Duration offlineAfter) {
        if (!isMissing(node, provider, seen, offlineAfter)) {
            return Uni.createFrom().voidItem();
        }
        return tx.update("update node set online = false where id = cast($1 as text)", node.id())
                .chain(() -> news.changed(tx, node.id()));
    }

    private static boolean isMissing(NodeLoad node, String provider, List<ProviderNode> seen, Duration offlineAfter) {
        boolean there = seen.stream()
                .anyMatch(shown -> NodeLoad.idOf(provider, shown.name()).equals(node.id()));
        return !there && node.online() && node.idleMillis() >= offlineAfter.toMillis();
    }

    private static <T> Uni<Void> inOrder(List<T> items, Function<T, Uni<Void>> step) {
        return Multi.createFrom()
                .iterable(items)
                .onItem()
                .transformToUniAndConcatenate(item -> step.apply(item))
                .collect()
                .last()
                .replaceWithVoid();
    }
}
