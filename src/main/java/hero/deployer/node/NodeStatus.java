package hero.deployer.node;

import java.util.Locale;

/** Whether a node takes work. */
enum NodeStatus {
    ONLINE,
    OFFLINE,
    MAINTENANCE;

    String json() {
        return name().toLowerCase(Locale.ROOT);
    }
}
