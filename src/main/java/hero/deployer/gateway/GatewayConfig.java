package hero.deployer.gateway;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The way into cockpits. */
@ConfigMapping(prefix = "deployer.gateway")
interface GatewayConfig {

    /** Further host names under which the console may be asked, such as a cluster's name for its service. */
    Optional<Set<String>> consoleHosts();

    /** Requests and sockets into cockpits at once on a replica: each holds two descriptors. More get 503. */
    @WithDefault("4000")
    int maxExchanges();

    /** The same for one cockpit, so that one page cannot take all. */
    @WithDefault("200")
    int maxExchangesPerCockpit();

    @WithDefault("3S")
    Duration connectTimeout();

    /** An exchange on which nothing moves for this long, in either direction, is given up. */
    @WithDefault("5M")
    Duration idleTimeout();

    /**
     * A body of which the cockpit takes nothing for this long is given up: as long as it does not take it, nothing is read from the
     * visitor, and so nobody hears that the visitor left.
     */
    @WithDefault("60S")
    Duration uploadStall();

    /** How often an open exchange asks whether its login still stands. */
    @WithDefault("3S")
    Duration recheck();

    /** How long a look-up of a cockpit's address is believed. */
    @WithDefault("2S")
    Duration belief();
}
