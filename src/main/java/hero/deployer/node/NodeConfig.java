package hero.deployer.node;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How nodes are watched. */
@ConfigMapping(prefix = "deployer.node")
interface NodeConfig {
    /** How often every provider is asked for its nodes. */
    @WithDefault("5s")
    Duration every();

    /** How long a node may go unseen before it counts as offline: one lost answer is no alarm. */
    @WithDefault("20s")
    Duration offlineAfter();

    /** The slots of a member that room is counted in where no setup is named. */
    @WithDefault("2")
    int memberSlots();
}
