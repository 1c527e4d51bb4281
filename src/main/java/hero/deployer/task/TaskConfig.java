package hero.deployer.task;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import hero.deployer.boot.Allowed;

/** How the workers of one replica behave. */
@ConfigMapping(prefix = "deployer.task")
interface TaskConfig {
    /** How long a claim holds without renewal; how long work stands still when a replica dies. */
    @WithDefault("6s")
    @Allowed(mostSeconds = 8)
    Duration lease();

    /** How often leases are renewed, all in one statement. */
    @WithDefault("2s")
    Duration renewal();

    /** The safety net while work is open: another replica may die that has it. Enqueues wake every replica at once. */
    @WithDefault("3s")
    Duration poll();

    /** The safety net while nothing is due within this: a signal may be lost. */
    @WithDefault("10s")
    Duration rest();

    /** How many tasks one claim takes at the most. */
    @WithDefault("100")
    int batch();

    /** How long running turns are waited for when the replica stops. */
    @WithDefault("3s")
    Duration stopGrace();
}
