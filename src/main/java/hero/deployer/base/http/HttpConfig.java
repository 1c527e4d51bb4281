package hero.deployer.base.http;

import java.time.Duration;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What one caller, and all together, may make a replica keep. */
@ConfigMapping(prefix = "deployer.http")
interface HttpConfig {
    /** How long the head of a request may take, from its first byte or from the connection's begin; then the connection is closed. */
    @WithDefault("10S")
    Duration headDeadline();

    /** How long a body may take that is read as a whole; streamed ones (artifacts, a cockpit's) have deadlines of their own. */
    @WithDefault("60S")
    Duration bodyDeadline();

    /** How long a connection may rest between two requests: longer than proxies keep theirs. */
    @WithDefault("75S")
    Duration idle();

    /** The most of a body that signs somebody in: a name and two passwords. */
    @WithDefault("8K")
    MemorySize loginBody();

    /** The most of any other body that is read as a whole: ten thousand people are 4 MiB. */
    @WithDefault("4200K")
    MemorySize body();

    /** The most of all unfinished bodies on a replica. What is at most as long as a login does not count, so that signing in always works. */
    @WithDefault("48M")
    MemorySize allBodies();

    /** Connections from one address (an IPv6 network of 64 bits counts as one). Behind a proxy all come from its address. */
    @WithDefault("8000")
    int connectionsPerAddress();

    /** Those of them that wait for the head of a request, or are in the middle of one: the oldest gives way to the next. */
    @WithDefault("1000")
    int waitingPerAddress();

    /** Whether HTTP/1.1 may be upgraded to HTTP/2 in clear text; with TLS, or with prior knowledge, HTTP/2 is always spoken. */
    @WithDefault("false")
    boolean h2cUpgrade();
}
