package hero.deployer.identity;

import java.util.Optional;

import jakarta.inject.Singleton;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/** Finds what a request proves itself by: a bearer token, or else the session's cookie. */
@Singleton
final class Credentials {
    private static final String BEARER = "Bearer ";
    private static final int MAX_LENGTH = 200;

    private final SessionCookie cookie;

    Credentials(SessionCookie cookie) {
        this.cookie = cookie;
    }

    Optional<Credential> of(RoutingContext request) {
        if (hasBearer(request)) {
            return bearer(request).filter(Credentials::isSane).map(Credential.Token::of);
        }
        return cookie.read(request)
                .filter(Credentials::isSane)
                .map(secret -> Credential.Session.of(secret, Logins.CONSOLE));
    }

    /** Whether a browser would have sent the proof by itself. */
    boolean isByCookie(RoutingContext request) {
        return !hasBearer(request) && cookie.read(request).isPresent();
    }

    private static boolean hasBearer(RoutingContext request) {
        var header = request.request().getHeader(HttpHeaders.AUTHORIZATION);
        return header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length());
    }

    /** The bearer token as it was sent, whatever it is. */
    Optional<String> bearer(RoutingContext request) {
        return hasBearer(request)
                ? Optional.ofNullable(request.request().getHeader(HttpHeaders.AUTHORIZATION))
                        .map(header -> header.substring(BEARER.length()).strip())
                : Optional.empty();
    }

    private static boolean isSane(String secret) {
        return !secret.isEmpty() && secret.length() <= MAX_LENGTH;
    }
}
