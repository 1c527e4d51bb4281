package hero.deployer.gateway;

import java.net.URI;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import io.vertx.core.net.HostAndPort;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

import hero.deployer.instance.CockpitAddress;

/** Tells by the {@code Host} what a request is for. Names we do not know get nothing: they may be somebody else's page. */
@Singleton
class Hosts {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]", "::1");
    private static final String HEALTH = "/q/health";
    /** Collected by a pod's address; what a name cannot guard, the login does. */
    private static final String METRICS = "/q/metrics";

    private final CockpitAddress cockpits;
    private final Set<String> console;

    @Inject
    Hosts(CockpitAddress cockpits, GatewayConfig config, @ConfigProperty(name = "deployer.url") String url) {
        this(cockpits, config.consoleHosts().orElse(Set.of()), url);
    }

    Hosts(CockpitAddress cockpits, Set<String> further, String url) {
        this.cockpits = cockpits;
        this.console = new HashSet<>(LOOPBACK);
        further.forEach(host -> console.add(host.toLowerCase(Locale.ROOT)));
        String own = URI.create(url).getHost();
        if (own != null) {
            console.add(own.toLowerCase(Locale.ROOT));
        }
    }

    /** @param askedPath where it leads on a host of ours, normalized; asked only where it matters */
    Target of(@Nullable HostAndPort authority, Supplier<String> askedPath) {
        String host = authority == null ? "" : authority.host().toLowerCase(Locale.ROOT);
        var cockpit = cockpits.parse(host);
        if (cockpit.isPresent()) {
            return new Target.Door(cockpit.get());
        }
        String path = askedPath.get();
        if (path.equals(HEALTH) || path.startsWith(HEALTH + "/") || path.equals(METRICS)) {
            return new Target.Probe();
        }
        return console.contains(host) ? new Target.Console() : new Target.Unknown();
    }
}
