package hero.deployer.node;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import hero.deployer.base.ProblemException;
import hero.deployer.node.Seating.Seat;
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

    /** The node that it has a place on already; refuses where another is asked for. */
    String keep(String held, @Nullable String asked) {
        if (asked != null
                && candidates(asked).stream().noneMatch(node -> node.id().equals(held))) {
            throw ProblemException.conflict(
                            "placed-elsewhere",
                            "Placed elsewhere",
                            "It has its place on node " + held
                                    + " already, where there may be a machine. Leave the node out, or call off what took the place first.")
                    .with("node", held);
        }
        return held;
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

    /** Seats many: those who ask for a node first, the others wherever there is most room by then. */
    Seating seat(List<Optional<String>> asked) {
        var free = new HashMap<String, Integer>();
        pool.forEach(node -> free.put(node.id(), node.roomFor(setup.slots())));
        var seats = new Seat[asked.size()];
        for (boolean choosy : List.of(true, false)) {
            for (int i = 0; i < seats.length; i++) {
                if (asked.get(i).isPresent() == choosy) {
                    seats[i] = seat(asked.get(i).orElse(null), free);
                }
            }
        }
        var all = List.of(seats);
        return new Seating(all, roomFor(), refusal(asked, all));
    }

    private Seat seat(@Nullable String asked, Map<String, Integer> free) {
        if (asked != null && named(asked).findFirst().isEmpty()) {
            return new Seat.Unknown(unknownWords(asked));
        }
        var best = candidates(asked).stream()
                .filter(node -> free.getOrDefault(node.id(), 0) > 0)
                .max(Comparator.comparingInt((NodeLoad node) -> free.getOrDefault(node.id(), 0))
                        .thenComparing(NodeLoad::id, Comparator.reverseOrder()));
        best.ifPresent(node -> free.merge(node.id(), -1, Integer::sum));
        return best.<Seat>map(node -> new Seat.At(node.id())).orElseGet(Seat.Full::new);
    }

    private Optional<ProblemException> refusal(List<Optional<String>> asked, List<Seat> seats) {
        int full = IntStream.range(0, seats.size())
                .filter(i -> seats.get(i) instanceof Seat.Full)
                .findFirst()
                .orElse(-1);
        if (full < 0) {
            return Optional.empty();
        }
        var node = asked.get(full);
        int alike = (int) asked.stream().filter(node::equals).count();
        var candidates = candidates(node.orElse(null));
        int room =
                candidates.stream().mapToInt(one -> one.roomFor(setup.slots())).sum();
        return Optional.of(new NodeRefusal(setup, candidates, pool).because(alike, room));
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
        return ProblemException.badField("node", unknownWords(asked));
    }

    private String unknownWords(String asked) {
        String known = pool.stream().limit(10).map(NodeLoad::id).collect(Collectors.joining(", "));
        return "provider " + setup.provider() + " has no node " + asked + (known.isEmpty() ? "" : "; it has " + known);
    }
}
