package hero.deployer.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.vertx.ext.web.RoutingContext;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The bearer token of whatever collects the metrics: it opens nothing else. Without one, staff alone read them. */
@Singleton
final class MetricsToken {
    /** The attribute of an identity that holds it. */
    static final String HELD = "metrics-token";

    private static final String SETTING = "deployer.metrics.token";
    private static final int SHORTEST = 16;

    private final Optional<String> token;
    private final Credentials credentials;

    @Inject
    MetricsToken(@ConfigProperty(name = SETTING) Optional<String> token, Credentials credentials) {
        this.token = token;
        this.credentials = credentials;
    }

    /** A token that can be guessed is refused at the start, not found out later. */
    void check(@Observes StartupEvent start) {
        if (token.isPresent() && token.get().length() < SHORTEST) {
            throw new IllegalStateException("DEPLOYER_METRICS_TOKEN needs " + SHORTEST
                    + " characters or more; make one with openssl rand -hex 32");
        }
    }

    boolean isHeldBy(RoutingContext request) {
        var given = credentials.bearer(request);
        return token.isPresent()
                && given.isPresent()
                && MessageDigest.isEqual(
                        given.get().getBytes(StandardCharsets.UTF_8),
                        token.get().getBytes(StandardCharsets.UTF_8));
    }

    static SecurityIdentity identity() {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(() -> "metrics")
                .addAttribute(HELD, true)
                .build();
    }
}
