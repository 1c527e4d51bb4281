package hero.deployer.events;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How long the log reaches back, and how often it looks without being told to. */
@ConfigMapping(prefix = "deployer.events")
interface EventsConfig {
    /** Events older than this are forgotten. */
    @WithDefault("14d")
    Duration keepAge();

    /** More events than this are not kept, however young. */
    @WithDefault("1000000")
    long keepCount();

    /** The safety net: a notification may be lost, with its connection. */
    @WithDefault("8s")
    Duration poll();

    /** A reader that takes nothing for so long, though something waits for it, is dropped. */
    @WithDefault("20s")
    Duration stall();
}
