package hero.deployer.removal;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How removals wait, and what becomes of orphans. */
@ConfigMapping(prefix = "deployer.removal")
interface RemovalConfig {
    /** How long one removal may go on trying; a provider may be away for a weekend. */
    @WithDefault("PT72H")
    Duration deadline();

    /** Instances of one organization that are taken away at once: providers limit their callers. */
    @WithDefault("8")
    int maxParallel();

    /** The longest pause between two attempts at a provider that is away. */
    @WithDefault("PT30S")
    Duration maxBackoff();

    /** How often the providers' contracts are compared with the instances: an orphan is found within a minute, the look included. */
    @WithDefault("PT45S")
    Duration lookEvery();

    /** How long a contract must have been orphaned before a sweep gives it up: two looks at least. */
    @WithDefault("PT2M")
    Duration orphanGrace();

    /** {@code manual}: orphans are only reported; {@code auto}: they are swept once past their grace. */
    @WithDefault("manual")
    Sweep sweep();

    /** Who starts a sweep. */
    enum Sweep {
        MANUAL,
        AUTO
    }
}
