package hero.deployer.gateway;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import org.jspecify.annotations.Nullable;

import hero.deployer.instance.CockpitAddress.Cockpit;
import hero.deployer.instance.InstanceRow;
import hero.deployer.instance.InstanceState;
import hero.deployer.instance.Instances;

/** Where cockpits listen. What is found is believed for a moment, so that a page with fifty images costs one look-up. */
@Singleton
class Upstreams {
    private static final int MOST = 10_000;

    private final Instances instances;
    private final long beliefNanos;
    private final Map<Cockpit, Seen> seen = new ConcurrentHashMap<>();

    Upstreams(Instances instances, GatewayConfig config) {
        this.instances = instances;
        this.beliefNanos = config.belief().toNanos();
    }

    private record Seen(Upstream upstream, long at) {}

    /** What is known of a cockpit. */
    sealed interface Upstream {
        /** There is no such instance, or it is going away. */
        record None() implements Upstream {}

        /** There is one, but nothing listens yet. */
        record NotYet() implements Upstream {}

        /** Its stack listens here, as far as we know. */
        record At(SocketAddress address, InstanceRow instance) implements Upstream {}
    }

    /** What was found a moment ago; null when it has to be asked. */
    @Nullable
    Upstream known(Cockpit cockpit) {
        var known = seen.get(cockpit);
        return known != null && System.nanoTime() - known.at() < beliefNanos ? known.upstream() : null;
    }

    Uni<Upstream> find(Cockpit cockpit) {
        return instances
                .ofPerson(cockpit.organization(), cockpit.person())
                .map(Upstreams::read)
                .invoke(upstream -> remember(cockpit, upstream));
    }

    private void remember(Cockpit cockpit, Upstream upstream) {
        if (seen.size() >= MOST) {
            seen.clear();
        }
        seen.put(cockpit, new Seen(upstream, System.nanoTime()));
    }

    private static Upstream read(@Nullable InstanceRow instance) {
        if (instance == null || instance.state() == InstanceState.REMOVING) {
            return new Upstream.None();
        }
        return address(instance.cockpitAddress())
                .<Upstream>map(found -> new Upstream.At(found, instance))
                .orElseGet(Upstream.NotYet::new);
    }

    private static Optional<SocketAddress> address(@Nullable String written) {
        var parsed = written == null ? null : HostAndPort.parseAuthority(written, -1);
        return parsed == null || parsed.port() <= 0
                ? Optional.empty()
                : Optional.of(SocketAddress.inetSocketAddress(parsed.port(), unbracketed(parsed.host())));
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}
