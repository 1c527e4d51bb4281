package hero.deployer.health;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How instances are probed. */
@ConfigMapping(prefix = "deployer.health")
interface HealthConfig {
    /** Off, nothing is probed unless somebody asks. */
    @WithDefault("true")
    boolean enabled();

    /** From one round to the next, give or take a tenth. */
    @WithDefault("5s")
    Duration interval();

    /** For one probe, connecting included. */
    @WithDefault("2s")
    Duration deadline();

    /** Probes at once on one replica: enough that many hung members do not hold up a round. */
    @WithDefault("256")
    int concurrency();

    /** Lost probes in a row until a healthy instance counts as degraded: one is no alarm. */
    @WithDefault("2")
    int degradedAfter();

    /** Lost probes in a row until an instance counts as unreachable. */
    @WithDefault("3")
    int unreachableAfter();

    /** How often answers that changed nothing are written down, in bulk. */
    @WithDefault("10s")
    Duration seenFlush();
}
