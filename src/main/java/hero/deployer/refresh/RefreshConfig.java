package hero.deployer.refresh;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import hero.deployer.boot.Allowed;

/** What a refresh does where its strategy is silent, and how it goes about it. */
@ConfigMapping(prefix = "deployer.refresh")
interface RefreshConfig {
    /** How long instances must stay healthy, where a strategy does not say. */
    @WithDefault("10")
    @Allowed(least = 0)
    int bakeSeconds();

    /** How long one instance may take, where a strategy does not say. */
    @WithDefault("300")
    int memberDeadlineSeconds();

    /** What an agent needs to start the old build again: its own deadline ends so much earlier, where there is so much. */
    @WithDefault("80s")
    Duration agentsOwnRollback();

    /** Artifacts sent at once by one run; members wait their turn. */
    @WithDefault("32")
    int uploads();

    /** One long poll of an operation. */
    @WithDefault("5s")
    Duration operationWait();

    /** The least time from one commit to the next: what happens meanwhile goes together. */
    @WithDefault("40ms")
    Duration linger();

    /** How often a turn looks whether somebody paused, cancelled or removed something. */
    @WithDefault("400ms")
    Duration look();

    /** How often the run's whole state is told while members move. */
    @WithDefault("250ms")
    Duration tell();

    /** The first pause after an agent did not answer; doubles up to {@link #backoffMost()}. */
    @WithDefault("200ms")
    Duration backoffLeast();

    @WithDefault("5s")
    Duration backoffMost();

    /** From one round of probes during a bake to the next. */
    @WithDefault("2s")
    Duration bakeEvery();

    /** A turn gives way to the next after this; members under way are found again. */
    @WithDefault("5m")
    Duration turn();
}
