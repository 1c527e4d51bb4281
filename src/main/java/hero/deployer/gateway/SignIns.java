package hero.deployer.gateway;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

import hero.deployer.gateway.Upstreams.Upstream;
import hero.deployer.identity.Logins;
import hero.deployer.identity.Logins.Outcome;

/** Asks for a login on behalf of one cockpit: anybody but its own person, whatever their password, is a wrong guess. */
@ApplicationScoped
class SignIns {
    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_PASSWORD = 1000;

    private final Logins logins;
    private final Upstreams upstreams;
    private final Visitors visitors;
    private final Ticket tickets;
    private final String ticketName;

    SignIns(Logins logins, Upstreams upstreams, Visitors visitors, Ticket tickets) {
        this.logins = logins;
        this.upstreams = upstreams;
        this.visitors = visitors;
        this.tickets = tickets;
        this.ticketName = visitors.ticketName();
    }

    /**
     * What somebody filled in.
     *
     * @param newPassword null when not asked for yet
     */
    record Typed(String username, String password, @Nullable String newPassword, String next) {}

    Typed read(Visit visit, FormBody body) {
        String chosen = body.field("newPassword");
        String password = body.field("password");
        return new Typed(
                Logins.typedName(cut(body.field("username"), LONGEST_NAME)),
                cut(password.isEmpty() ? ticketed(visit) : password, LONGEST_PASSWORD),
                chosen.isEmpty() ? null : cut(chosen, LONGEST_PASSWORD),
                PathRules.localOrRoot(body.field("next")));
    }

    Uni<Outcome> signIn(Visit visit, Typed typed) {
        String audience = Visitors.audience(visit.cockpit());
        String address = Visit.address(visit.request());
        return upstreams.find(visit.cockpit()).chain(upstream -> {
            boolean own = !(upstream instanceof Upstream.None)
                    && typed.username().equals(visit.cockpit().person());
            // nobody has this name: the guess costs as much time, and counts, as if somebody had
            String name = own ? typed.username() : typed.username() + "@" + audience;
            return logins.signIn(name, typed.password(), typed.newPassword(), audience, address);
        });
    }

    Uni<Void> signOut(String secret) {
        return logins.signOut(secret);
    }

    /** Remembers the one-time password for the second form, in the browser, where only we can read it. */
    Cookie ticket(Visit visit, String password) {
        String sealed = tickets.seal(Visitors.audience(visit.cockpit()), password);
        return visitors.cookie(ticketName, sealed, Ticket.SECONDS).setSameSite(CookieSameSite.STRICT);
    }

    Cookie noTicket() {
        return visitors.cookie(ticketName, "", 0).setSameSite(CookieSameSite.STRICT);
    }

    private String ticketed(Visit visit) {
        List<String> cookies = visit.request().headers().getAll(HttpHeaders.COOKIE);
        String audience = Visitors.audience(visit.cockpit());
        return CookieRules.values(cookies, ticketName).stream()
                .flatMap(ticket -> tickets.open(audience, ticket).stream())
                .findFirst()
                .orElse("");
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length);
    }
}
