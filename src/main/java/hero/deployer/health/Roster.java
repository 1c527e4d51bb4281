package hero.deployer.health;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import hero.deployer.instance.Health;
import hero.deployer.instance.InstanceRow;

/**
 * Which instances this replica probes, in a lasting random order: a view of the table that is kept up by what changed in it. Belongs to one
 * event loop.
 */
final class Roster {
    private final String mine;
    private final RandomGenerator random;
    private Map<String, InstanceRow> rows = new HashMap<>();
    private List<String> order = new ArrayList<>();
    private Set<String> live = Set.of();
    private Set<String> everyone = new HashSet<>();
    private int next;

    Roster(String mine, RandomGenerator random) {
        this.mine = mine;
        this.random = random;
    }

    /**
     * All there are, of which this replica takes its share.
     *
     * @return those of our share that were another's until now: what it lost of them, it lost for itself
     */
    List<InstanceRow> all(Collection<InstanceRow> everybody, Set<String> liveReplicas) {
        boolean joining = live.isEmpty() && liveReplicas.size() > 1;
        var anothers = new HashSet<>(joining ? everyone(everybody) : everyone);
        anothers.removeAll(rows.keySet());
        live = Set.copyOf(liveReplicas);
        everyone = everyone(everybody);
        var share = new HashMap<String, InstanceRow>();
        everybody.stream().filter(this::isOurs).forEach(row -> share.put(row.id(), row));
        // those that stay keep their place: nobody is probed twice in a row because of a new neighbour
        var kept = new ArrayList<>(order.stream().filter(share::containsKey).toList());
        var known = new HashSet<>(kept);
        rows = share;
        order = kept;
        share.keySet().stream().filter(id -> !known.contains(id)).forEach(this::add);
        return share.values().stream()
                .filter(row -> anothers.contains(row.id()))
                .toList();
    }

    /** What changed since. */
    void changed(Collection<InstanceRow> some) {
        for (var row : some) {
            if (row.isExpectedToAnswer()) {
                everyone.add(row.id());
            } else {
                everyone.remove(row.id());
            }
            if (!isOurs(row)) {
                remove(row.id());
            } else if (rows.put(row.id(), row) == null) {
                add(row.id());
            }
        }
    }

    /** What we wrote down ourselves, before the table tells us of it. */
    void believe(String id, Health health, @Nullable String build) {
        rows.computeIfPresent(id, (same, row) -> row.seen(health, build));
    }

    /** Whether the replicas are others than when {@link #all} was said. */
    boolean isSharedOtherwise(Set<String> liveReplicas) {
        return !live.equals(liveReplicas);
    }

    /** Whether others probed, too, when {@link #all} was said, so that they have to be seen alive. */
    boolean isShared() {
        return live.size() > 1;
    }

    /** Whether there is anybody to share out among the replicas, or will be after these. */
    boolean isNeeded(Collection<InstanceRow> some) {
        return !everyone.isEmpty() || some.stream().anyMatch(InstanceRow::isExpectedToAnswer);
    }

    /** The next to probe; null when there is none. */
    @Nullable
    InstanceRow next() {
        if (order.isEmpty()) {
            return null;
        }
        next = next >= order.size() ? 0 : next;
        return rows.get(order.get(next++));
    }

    /** One of our share; null when it is not ours any more. */
    @Nullable
    InstanceRow get(String id) {
        return rows.get(id);
    }

    int size() {
        return rows.size();
    }

    boolean has(String id) {
        return rows.containsKey(id);
    }

    private static Set<String> everyone(Collection<InstanceRow> everybody) {
        return everybody.stream()
                .filter(InstanceRow::isExpectedToAnswer)
                .map(InstanceRow::id)
                .collect(Collectors.toCollection(HashSet::new));
    }

    private boolean isOurs(InstanceRow row) {
        return row.isExpectedToAnswer() && Shard.isMine(row.id(), mine, live);
    }

    private void remove(String id) {
        if (rows.remove(id) != null) {
            order.remove(id);
        }
    }

    private void add(String id) {
        order.add(id);
        int place = random.nextInt(order.size());
        order.set(order.size() - 1, order.get(place));
        order.set(place, id);
    }
}
