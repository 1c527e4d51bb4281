package hero.deployer.gateway;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** The first to see every request: tells cockpits, the console and names that are not ours apart. */
@Singleton
class Gateway {
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
        if (request.headers().getAll(HttpHeaders.HOST).size() > 1) {
            Replies.problem(vertx, request, 400, "bad-request", "Bad request", "There is more than one Host.");
            return;
        }
        // the path that the console's routes will see: one that climbs out of the probes' is no probe
        switch (hosts.of(request.authority(), String.valueOf(context.normalizedPath()))) {
            case Target.Door cockpit -> door.enter(new Visit(context, cockpit.cockpit()));
            case Target.Console console -> context.next();
            case Target.Probe probe -> context.next();
            case Target.Unknown unknown -> misdirected(request);
        }
    }

    private void misdirected(HttpServerRequest request) {
        Replies.problem(
                vertx, request, 421, "misdirected", "Misdirected request", "Nothing of ours goes by this host name.");
    }
}
