package hero.deployer.gateway;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.jboss.logging.Logger;

/**
 * The first to see every request: tells cockpits, the console and names that are not ours apart. The server's own check of addresses is off
 * (see {@code vertx.disableURIValidation}), since it refuses what browsers write: ours stands here, for both.
 */
@Singleton
class Gateway {
    private static final Logger LOG = Logger.getLogger(Gateway.class);

    private final Vertx vertx;
    private final Hosts hosts;
    private final CockpitDoor door;

    Gateway(Vertx vertx, Hosts hosts, CockpitDoor door) {
        this.vertx = vertx;
        this.hosts = hosts;
        this.door = door;
    }

    /** Before authentication and everything else of the console's. */
    void install(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).handler(this::handle);
    }

    private void handle(RoutingContext context) {
        var request = context.request();
        // a visitor who hangs up is no error of ours
        request.connection().exceptionHandler(gone -> LOG.debugf("A connection broke: %s", gone.toString()));
        String shorter = withoutHost(request);
        if (!shorter.equals(request.uri())) {
            context.reroute(shorter);
        } else if (!HeaderRules.areWhole(request.headers())) {
            refuse(request, "A header holds what no header may hold.");
        } else if (request.headers().getAll(HttpHeaders.HOST).size() > 1) {
            refuse(request, "There is more than one Host.");
        } else if (!PathRules.isOneWord(request.uri())) {
            refuse(request, "This address is not taken here.");
        } else {
            direct(context);
        }
    }

    /** Whoever takes us for a proxy names the host in the address, too (RFC 9112, 3.2.2). */
    private static String withoutHost(HttpServerRequest request) {
        String uri = request.uri();
        String host = "http://" + request.getHeader(HttpHeaders.HOST) + "/";
        return uri.regionMatches(true, 0, host, 0, host.length()) ? uri.substring(host.length() - 1) : uri;
    }

    private void direct(RoutingContext context) {
        switch (hosts.of(context.request().authority(), () -> path(context))) {
            case Target.Door cockpit -> door.enter(new Visit(context, cockpit.cockpit()));
            case Target.Console console -> ours(context);
            case Target.Probe probe -> ours(context);
            case Target.Unknown unknown -> misdirected(context.request());
        }
    }

    /** The path that the console's routes will see: one that climbs out of the probes' is no probe. */
    private static String path(RoutingContext context) {
        return AddressEscaper.isWellFormed(String.valueOf(context.request().path()))
                ? String.valueOf(context.normalizedPath())
                : "";
    }

    private void ours(RoutingContext context) {
        var request = context.request();
        if (!AddressEscaper.isWellFormed(PathRules.pathOf(request.uri()))) {
            refuse(request, "A percent sign in this address is not followed by two hexadecimal digits.");
            return;
        }
        String strict = AddressEscaper.strict(request.uri());
        if (strict.equals(request.uri())) {
            context.next();
        } else {
            context.reroute(strict);
        }
    }

    private void refuse(HttpServerRequest request, String why) {
        Replies.problem(vertx, request, 400, "bad-request", "Bad request", why);
    }

    private void misdirected(HttpServerRequest request) {
        Replies.problem(
                vertx, request, 421, "misdirected", "Misdirected request", "Nothing of ours goes by this host name.");
    }
}
