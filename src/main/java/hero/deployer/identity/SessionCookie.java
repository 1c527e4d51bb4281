package hero.deployer.identity;

import java.util.Optional;

import jakarta.inject.Singleton;
import jakarta.ws.rs.core.NewCookie;

import io.vertx.ext.web.RoutingContext;

/** The console's cookie: for this host alone, out of reach of scripts, never sent along from other sites. */
@Singleton
final class SessionCookie {
    private final boolean https;
    private final String name;
    private final int seconds;

    SessionCookie(PublicOrigin origin, IdentityConfig config) {
        https = origin.isHttps();
        name = CookieNames.of("hero-session-", origin.value());
        seconds = Math.toIntExact(config.consoleSession().toSeconds());
    }

    String name() {
        return name;
    }

    Optional<String> read(RoutingContext request) {
        var cookie = request.request().getCookie(name);
        return cookie == null || cookie.getValue().isEmpty() ? Optional.empty() : Optional.of(cookie.getValue());
    }

    NewCookie of(String secret) {
        return cookie(secret, seconds);
    }

    NewCookie gone() {
        return cookie("", 0);
    }

    private NewCookie cookie(String value, int maxAge) {
        return new NewCookie.Builder(name)
                .value(value)
                .path("/")
                .maxAge(maxAge)
                .httpOnly(true)
                .secure(https)
                .sameSite(NewCookie.SameSite.STRICT)
                .build();
    }
}
