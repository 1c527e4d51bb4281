package hero.deployer.gateway;

import java.net.URI;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;

import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

import hero.deployer.identity.CookieNames;
import hero.deployer.identity.Logins;
import hero.deployer.instance.CockpitAddress.Cockpit;

/** Knows by its cookie whether a request comes from the one person whose cockpit it is. */
@Singleton
class Visitors {
    private final Logins logins;
    private final String scheme;
    private final String cookieName;
    private final String ticketName;
    private final long cookieSeconds;

    Visitors(
            Logins logins,
            @ConfigProperty(name = "deployer.url") String url,
            @ConfigProperty(name = "deployer.identity.cockpit-session", defaultValue = "P7D") Duration lifetime) {
        this.logins = logins;
        this.scheme = String.valueOf(URI.create(url).getScheme());
        this.cookieName = CookieNames.of("hero_cockpit_", url);
        this.ticketName = CookieNames.of("hero_ticket_", url);
        this.cookieSeconds = lifetime.toSeconds();
    }

    /** The scheme that browsers use to reach us. */
    String scheme() {
        return scheme;
    }

    /** The cookie between the first form and the second. */
    String ticketName() {
        return ticketName;
    }

    private boolean isHttps() {
        return scheme.equals("https");
    }

    static String audience(Cockpit cockpit) {
        return cockpit.organization() + "/" + cockpit.person();
    }

    /** The session's secret, when the cockpit's own person is signed in here. */
    Uni<Optional<String>> find(HttpServerRequest request, Cockpit cockpit) {
        var values = CookieRules.values(request.headers().getAll(HttpHeaders.COOKIE), cookieName);
        return firstThatStands(values.iterator(), cockpit);
    }

    /** The same, where it is known without asking the database; null also when that has to be asked. */
    @Nullable
    String known(HttpServerRequest request, Cockpit cockpit) {
        var values = CookieRules.values(request.headers().getAll(HttpHeaders.COOKIE), cookieName);
        return values.size() == 1 && cockpit.person().equals(logins.knownSession(values.getFirst(), audience(cockpit)))
                ? values.getFirst()
                : null;
    }

    private Uni<Optional<String>> firstThatStands(Iterator<String> secrets, Cockpit cockpit) {
        if (!secrets.hasNext()) {
            return Uni.createFrom().item(Optional.empty());
        }
        String secret = secrets.next();
        return stands(secret, cockpit)
                .chain(stands ->
                        stands ? Uni.createFrom().item(Optional.of(secret)) : firstThatStands(secrets, cockpit));
    }

    /** Whether a session is still the person's. */
    Uni<Boolean> stands(String secret, Cockpit cockpit) {
        return logins.session(secret, audience(cockpit)).map(cockpit.person()::equals);
    }

    Cookie cookie(String secret) {
        return cookie(cookieName, secret, cookieSeconds).setSameSite(CookieSameSite.LAX);
    }

    Cookie gone() {
        return cookie(cookieName, "", 0).setSameSite(CookieSameSite.LAX);
    }

    /** A cookie for this host alone, out of reach of scripts. */
    Cookie cookie(String name, String value, long seconds) {
        return Cookie.cookie(name, value)
                .setPath("/")
                .setMaxAge(seconds)
                .setHttpOnly(true)
                .setSecure(isHttps());
    }
}
