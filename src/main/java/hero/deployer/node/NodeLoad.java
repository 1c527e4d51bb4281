package hero.deployer.node;

import org.jspecify.annotations.Nullable;

/**
 * A node and what the ledger says of it.
 *
 * @param slots its whole size
 * @param online whether its provider saw it lately
 * @param maintenance whether a person took it out of service
 * @param reason why, in that person's words
 * @param idleMillis how long ago its provider saw it last
 * @param reserved slots of machines that may not exist yet
 * @param used slots of machines that exist
 */
record NodeLoad(
        String id,
        String provider,
        String name,
        int slots,
        boolean online,
        boolean maintenance,
        @Nullable String reason,
        long idleMillis,
        int reserved,
        int used) {
    private static final char SEPARATOR = '.';

    NodeStatus status() {
        if (maintenance) {
            return NodeStatus.MAINTENANCE;
        }
        return online ? NodeStatus.ONLINE : NodeStatus.OFFLINE;
    }

    boolean takesWork() {
        return status() == NodeStatus.ONLINE;
    }

    /** Never below zero, though a node may shrink under what it holds. */
    int free() {
        return Math.max(0, slots - reserved - used);
    }

    /** How many members of that many slots fit; none where it takes no work. */
    int roomFor(int memberSlots) {
        return takesWork() ? free() / memberSlots : 0;
    }

    /** Whether a person who writes {@code text} means this node. */
    boolean answersTo(String text, String ofProvider) {
        return id.equals(text) || (provider.equals(ofProvider) && name.equals(text));
    }

    /** The id of a provider's node: the provider's name says it all where both are the same, as with {@code local}. */
    static String idOf(String provider, String name) {
        return provider.equals(name) ? name : provider + SEPARATOR + name;
    }

    /** The provider of a node's id; no provider has a dot in its name. */
    static String providerOf(String id) {
        int end = id.indexOf(SEPARATOR);
        return end < 0 ? id : id.substring(0, end);
    }
}
