package hero.deployer.identity;

import java.util.Set;

import jakarta.inject.Singleton;

import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpSecurityPolicy;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;

import hero.deployer.base.ProblemException;

/** Asked for every request that is no cockpit's: only open doors without a login, and only the password's with a one-time one. */
@Singleton
final class ConsolePolicy implements HttpSecurityPolicy {
    private static final Set<HttpMethod> SESSION_VERBS = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.DELETE);

    @Override
    public Uni<CheckResult> checkPermission(
            RoutingContext request, Uni<SecurityIdentity> identity, AuthorizationRequestContext context) {
        return Doors.isOpen(request) ? CheckResult.permit() : identity.map(found -> check(request, found));
    }

    private static CheckResult check(RoutingContext request, SecurityIdentity identity) {
        boolean metrics = Doors.isMetrics(request);
        if (metrics && Boolean.TRUE.equals(identity.getAttribute(MetricsToken.HELD))) {
            return CheckResult.PERMIT;
        }
        if (identity.isAnonymous() || !(identity.getAttribute(ConsoleAuthentication.CALLER) instanceof Caller caller)) {
            return CheckResult.DENY;
        }
        if (caller.mustChangePassword() && !isAboutThePassword(request)) {
            throw ProblemException.of(
                    403,
                    "password-change-required",
                    "A new password is needed",
                    "Replace the one-time password first: PUT " + Doors.SESSION + "/password.");
        }
        if (metrics && !caller.may(Role.OPERATOR, "")) {
            throw ProblemException.forbidden("Metrics are for operators of everything, or for the token of their own.");
        }
        return CheckResult.PERMIT;
    }

    private static boolean isAboutThePassword(RoutingContext request) {
        var path = request.normalizedPath();
        var method = request.request().method();
        return path.equals(Doors.SESSION) && SESSION_VERBS.contains(method)
                || path.equals(Doors.SESSION + "/password") && method.equals(HttpMethod.PUT);
    }
}
