package hero.deployer.console;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How event streams are kept. */
@ConfigMapping(prefix = "deployer.console.stream")
interface StreamConfig {
    /** A comment beats this often, so that proxies and clients see that the stream lives. */
    @WithDefault("PT15S")
    Duration heartbeat();

    /** How often the reader's session and rights are looked at again. */
    @WithDefault("PT4S")
    Duration recheck();

    /** A reader that took nothing for so long, while there was something to take, is cut off. */
    @WithDefault("PT20S")
    Duration stall();

    /** When a client should come back after a stream has ended. */
    @WithDefault("PT2S")
    Duration retry();

    /** Streams on one replica: each costs a descriptor, of which there are 20,000. */
    @WithDefault("5000")
    int max();

    /** Streams of one person on one replica, by whatever sessions and tokens: a browser needs one, however many tabs it has. */
    @WithDefault("50")
    int maxPerPerson();
}
