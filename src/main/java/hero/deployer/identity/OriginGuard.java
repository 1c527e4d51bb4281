package hero.deployer.identity;

import java.util.Set;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

import hero.deployer.base.ProblemException;

/** Refuses writes that a browser makes by cookie on behalf of a foreign page, on every route, and signing in from one. */
@Singleton
final class OriginGuard {
    // before authentication (200): it costs nothing
    private static final int BEFORE_AUTHENTICATION = 250;
    private static final int LONGEST_ORIGIN = 200;
    private static final Set<HttpMethod> READS = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final PublicOrigin origin;
    private final Credentials credentials;

    OriginGuard(PublicOrigin origin, Credentials credentials) {
        this.origin = origin;
        this.credentials = credentials;
    }

    void install(@Observes Filters filters) {
        filters.register(this::check, BEFORE_AUTHENTICATION);
    }

    /** Refusals above happen before JAX-RS and its mappers. */
    void answerRefusals(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).failureHandler(ProblemReply::onFailure);
    }

    private void check(RoutingContext request) {
        if (writes(request) && !isOurs(request)) {
            ProblemReply.send(
                    request,
                    ProblemException.of(403, "foreign-origin", "Foreign origin", reason(request))
                            .problem());
            return;
        }
        request.next();
    }

    private String reason(RoutingContext request) {
        var came = request.request().getHeader(HttpHeaders.ORIGIN);
        if (came == null) {
            return "The browser says that a page of another site writes here with your login.";
        }
        return "This comes from a page at " + came.substring(0, Math.min(came.length(), LONGEST_ORIGIN))
                + ", but only the page at " + origin.value()
                + " may write here with your login. If you opened that very"
                + " page, DEPLOYER_URL must be the address that the browser shows, port included.";
    }

    private boolean writes(RoutingContext request) {
        if (READS.contains(request.request().method())) {
            return false;
        }
        return credentials.isByCookie(request) || request.normalizedPath().startsWith(Doors.SESSION);
    }

    private boolean isOurs(RoutingContext request) {
        var headers = request.request().headers();
        return origin.admits(headers.get(HttpHeaders.ORIGIN), headers.get("Sec-Fetch-Site"));
    }
}
