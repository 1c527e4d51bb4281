package hero.deployer.release;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

import hero.deployer.boot.Allowed;

/** Settings of the room {@code release}. */
@ConfigMapping(prefix = "deployer.release")
interface ReleaseConfig {

    /** Where artifacts are kept, one file by content hash; shared by all replicas. */
    @WithDefault("${deployer.artifacts:${deployer.data:data}/artifacts}")
    Path artifacts();

    /** The largest artifact taken, compressed. */
    @WithDefault("1G")
    MemorySize maxArtifact();

    /** The most an artifact may unpack to, as the agents bound it: all of it is read before it is published. */
    @WithDefault("8G")
    MemorySize maxUnpacked();

    /** An artifact that no build refers to is deleted when it is older than this; a publication must end within it. */
    @WithDefault("24H")
    Duration keepUnreferenced();

    /** An upload or a fetch as a whole must end within this. */
    @WithDefault("30M")
    Duration receiveDeadline();

    /** An upload or a fetch that brings nothing for this long is given up. */
    @WithDefault("60S")
    Duration receiveIdle();

    /** How many uploads and fetches may run at once on a replica; more are told to come back. */
    @WithDefault("8")
    int maxReceptions();

    Fetch fetch();

    /** Fetching an artifact from the address somebody gave us. */
    interface Fetch {
        /**
         * Where we may connect to: {@code public}, {@code private}, {@code loopback} or networks such as {@code 10.1.0.0/16}; checked on
         * the very address we connect to. Link-local addresses, where clouds keep their secrets, need a network of their own here.
         */
        @WithDefault("public,loopback")
        List<@WithConverter(AllowedNetwork.class) String> allow();

        /** How many redirects are followed, each checked like the first address. */
        @WithDefault("3")
        @Allowed(least = 0, most = 20)
        int maxRedirects();

        @WithDefault("5S")
        Duration connectTimeout();

        /** The answer's head must be there within this. */
        @WithDefault("30S")
        Duration answerTimeout();
    }
}
