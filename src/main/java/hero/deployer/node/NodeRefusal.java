package hero.deployer.node;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

import hero.deployer.base.ProblemException;
import hero.deployer.setup.Setups.SetupVersion;

/** Says why no more fits and what to do next. */
record NodeRefusal(SetupVersion setup, List<NodeLoad> candidates, List<NodeLoad> pool) {

    ProblemException because(int count, int room) {
        if (candidates.isEmpty()) {
            String missing = setup.node() == null ? "node" : "node " + setup.node();
            return refusal(
                    "node-offline",
                    "Node offline",
                    "Provider " + setup.provider() + " has shown no " + missing
                            + " yet. Look at its connection and at setup " + setup.name() + ", then try again.",
                    setup.node() == null ? setup.provider() : setup.node(),
                    0);
        }
        var node = best();
        return switch (node.status()) {
            case ONLINE -> refusal("node-full", "Node full", full(node, count, room), node.id(), room);
            case OFFLINE ->
                refusal(
                        "node-offline",
                        "Node offline",
                        "Node " + node.id() + " does not answer. Bring it back" + elsewhere(node),
                        node.id(),
                        0);
            case MAINTENANCE ->
                refusal(
                        "node-maintenance",
                        "Node in maintenance",
                        "Node " + node.id() + " is in maintenance" + reason(node) + ". End it" + elsewhere(node),
                        node.id(),
                        0);
        };
    }

    // a node that works explains more than one that does not, then the one that a person can put back
    private NodeLoad best() {
        return candidates.stream()
                .max(Comparator.comparing(NodeLoad::takesWork)
                        .thenComparing(NodeLoad::maintenance)
                        .thenComparing(NodeLoad::free))
                .orElseThrow();
    }

    private String full(NodeLoad node, int count, int room) {
        String where = candidates.size() == 1
                ? "Node " + node.id() + " has " + node.free() + " of " + node.slots() + " slots free"
                : "No node of provider " + setup.provider() + " has room: at best " + node.id() + " has " + node.free()
                        + " of " + node.slots() + " slots free";
        String need = count == 1
                ? "one member of setup " + setup.name() + " takes " + setup.slots()
                : count + " members of setup " + setup.name() + " take " + setup.slots() + " each, and " + room
                        + " fit";
        return where + "; " + need + ". Remove an instance" + elsewhere(node);
    }

    private String elsewhere(NodeLoad node) {
        String others = pool.stream()
                .filter(other -> !other.id().equals(node.id()) && other.roomFor(setup.slots()) > 0)
                .filter(other -> !candidates.contains(other))
                .limit(5)
                .map(other -> other.id() + " (" + other.roomFor(setup.slots()) + " fit)")
                .collect(Collectors.joining(", "));
        return others.isEmpty() ? " or add a node, then try again." : ", or choose " + others + ".";
    }

    private static String reason(NodeLoad node) {
        return node.reason() == null ? "" : " (" + node.reason() + ")";
    }

    private static ProblemException refusal(String slug, String title, String detail, String node, int room) {
        return ProblemException.conflict(slug, title, detail).with("node", node).with("roomFor", room);
    }
}
