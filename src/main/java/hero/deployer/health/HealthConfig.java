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

    /** From one probe of an instance to its next; all of them are spread over this time. */
    @WithDefault("5s")
    Duration interval();

    /** How often a replica says that it lives while there is anybody to probe; one that missed three turns is held to be dead. */
    @WithDefault("2s")
    Duration beat();

    /** How often all instances are read anew; in between only what changed is. */
    @WithDefault("60s")
    Duration readAll();

    /** For one probe, connecting included. */
    @WithDefault("2s")
    Duration deadline();

    /** Probes at once on one replica: enough that thousands of hung members do not hold up the others. */
    @WithDefault("4096")
    int concurrency();

    /** The same for a check that somebody asks for, beside the regular probes. */
    @WithDefault("1024")
    int checkConcurrency();

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
