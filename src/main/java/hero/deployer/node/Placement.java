package hero.deployer.node;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import hero.deployer.base.ProblemException;
import hero.deployer.setup.Setups.SetupVersion;

/** Where members of a setup go, purely: the node asked for, the setup's, or the one with the most room. */
record Placement(SetupVersion setup, List<NodeLoad> pool) {
    // of equals the first by id, so that two replicas fill the same node first
    private static final Comparator<NodeLoad> MOST_FREE =
            Comparator.comparingInt(NodeLoad::free).thenComparing(NodeLoad::id, Comparator.reverseOrder());

    /** How many more fit. */
    int roomFor() {
        return candidates(null).stream()
                .mapToInt(node -> node.roomFor(setup.slots()))
                .sum();
    }

    /** The node that takes one more. */
    NodeLoad choose(@Nullable String asked) {
        require(asked, 1);
        return candidates(asked).stream()
                .filter(NodeLoad::takesWork)
                .max(MOST_FREE)
                .orElseThrow();
    }

    /** Refuses where fewer than {@code count} fit. */
    void require(@Nullable String asked, int count) {
        var candidates = candidates(asked);
        int room = candidates.stream()
                .mapToInt(node -> node.roomFor(setup.slots()))
                .sum();
        if (room < count) {
            throw new NodeRefusal(setup, candidates, pool).because(count, room);
        }
    }

    private List<NodeLoad> candidates(@Nullable String asked) {
        if (asked != null) {
            return List.of(named(asked).findFirst().orElseThrow(() -> unknown(asked)));
        }
        // a setup may name a node that has not shown itself yet: then there is no room, but nothing is wrong with the
        // form
        return setup.node() == null ? pool : named(setup.node()).toList();
    }

    private Stream<NodeLoad> named(String wanted) {
        return pool.stream().filter(node -> node.answersTo(wanted, setup.provider()));
    }

    private ProblemException unknown(String asked) {
        String known = pool.stream().limit(10).map(NodeLoad::id).collect(Collectors.joining(", "));
        return ProblemException.badField(
                "node",
                "provider " + setup.provider() + " has no node " + asked
                        + (known.isEmpty() ? "" : "; it has " + known));
    }
}
