package hero.deployer.base.http;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.inject.Singleton;

import io.quarkus.arc.Unremovable;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.NetServerOptions;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Makes the guards of the product's own servers before they start, and finds them where a socket is bound, which knows nothing of beans.
 * Other servers of this process, such as a test's, have none.
 */
@Singleton
@Unremovable
final class GuardRegistry implements HttpServerOptionsCustomizer {
    private static final Map<Boolean, Guards> BY_TLS = new ConcurrentHashMap<>();

    private final HttpConfig limits;
    private final BodyRules rules;
    private final BodyBudget budget;
    private final ConnectionLimiter connections;

    GuardRegistry(HttpConfig limits, @ConfigProperty(name = "deployer.domain") String domain) {
        this.limits = limits;
        this.rules = new BodyRules(limits, domain);
        this.budget = new BodyBudget(limits.allBodies().asLongValue());
        this.connections = new ConnectionLimiter(limits.connectionsPerAddress(), limits.waitingPerAddress());
    }

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        BY_TLS.put(false, new Guards(options, limits, rules, budget, connections));
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        BY_TLS.put(true, new Guards(options, limits, rules, budget, connections));
    }

    /** Those of the server that is about to be bound; null where it is not ours. */
    static @Nullable Guards of(NetServerOptions bound) {
        var guards = BY_TLS.get(bound.isSsl());
        return guards != null
                        && guards.options().getPort() == bound.getPort()
                        && Objects.equals(guards.options().getHost(), bound.getHost())
                        && guards.options().getIdleTimeout() == bound.getIdleTimeout()
                ? guards
                : null;
    }
}
