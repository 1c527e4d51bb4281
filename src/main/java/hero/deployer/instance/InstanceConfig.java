package hero.deployer.instance;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How agents are called. */
@ConfigMapping(prefix = "deployer.instance")
interface InstanceConfig {
    /** For a call that has no deadline of its own; connecting included. */
    @WithDefault("5s")
    Duration callDeadline();

    /** A machine that does not take a connection by then is not there. */
    @WithDefault("3s")
    Duration connectDeadline();

    /** To one agent at once: a probe must pass beside long-polls and an upload. */
    @WithDefault("6")
    int connectionsPerAgent();

    /** An unused connection is given back before the agent gives it up (30 s), so that we never write into a closing one. */
    @WithDefault("20s")
    Duration idleConnection();
}
