package hero.deployer.identity;

import java.util.Optional;

import jakarta.inject.Singleton;

import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import org.jboss.logging.Logger;

import hero.deployer.base.ProblemException;

/** Tells Quarkus who makes a request. A credential that does not stand counts as none: the open routes stay open to it. */
@Singleton
final class ConsoleAuthentication implements HttpAuthenticationMechanism {
    static final String CALLER = "caller";
    static final String CREDENTIAL = "credential";
    static final String CHALLENGE = "Bearer realm=\"hero-deployer\"";

    private static final Logger LOG = Logger.getLogger(ConsoleAuthentication.class);

    private final Credentials credentials;
    private final Logins logins;
    private final MetricsToken metrics;

    ConsoleAuthentication(Credentials credentials, Logins logins, MetricsToken metrics) {
        this.credentials = credentials;
        this.logins = logins;
        this.metrics = metrics;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext request, IdentityProviderManager providers) {
        var credential = credentials.of(request);
        if (credential.isEmpty() || Doors.isOpen(request)) {
            return Uni.createFrom().optional(Optional.empty());
        }
        if (Doors.isMetrics(request) && metrics.isHeldBy(request)) {
            return Uni.createFrom().item(MetricsToken.identity());
        }
        return logins.caller(credential.get())
                .onFailure()
                .transform(ConsoleAuthentication::unavailable)
                .chain(found -> Uni.createFrom().optional(found.map(caller -> identity(caller, credential.get()))));
    }

    private static Throwable unavailable(Throwable failure) {
        LOG.warnf("Cannot look up who makes a request: %s", failure.toString());
        return ProblemException.of(
                503, "unavailable", "Unavailable", "The database does not answer at this moment; try again shortly.");
    }

    private static SecurityIdentity identity(Caller caller, Credential credential) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(caller::username)
                .addAttribute(CALLER, caller)
                .addAttribute(CREDENTIAL, credential)
                .build();
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext request) {
        return Uni.createFrom().item(new ChallengeData(401, "WWW-Authenticate", CHALLENGE));
    }

    @Override
    public Uni<Boolean> sendChallenge(RoutingContext request) {
        ProblemReply.send(
                request,
                ProblemException.unauthorized("Sign in, or send a valid API token.")
                        .problem());
        return Uni.createFrom().item(true);
    }
}
