package hero.deployer.base.http;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** What every answer of the API carries: an id by which its request is found in the log, that nobody may keep it, and what is allowed. */
@Singleton
final class ApiHeaders {
    /** Right behind the gateway, which answers for cockpits, and before everything that may refuse. */
    private static final int ORDER = Integer.MIN_VALUE + 1;

    private static final int METHOD_NOT_ALLOWED = 405;

    private final RouteTable routes;

    ApiHeaders(RouteTable routes) {
        this.routes = routes;
    }

    void install(@Observes Router router) {
        router.route().order(ORDER).handler(this::handle);
    }

    private void handle(RoutingContext context) {
        String path = String.valueOf(context.normalizedPath());
        if (path.equals("/api") || path.startsWith("/api/")) {
            var id = RequestIds.of(context.request().getHeader(RequestIds.HEADER));
            context.put(RequestIds.HEADER, id);
            context.addHeadersEndHandler(ending -> complete(context.response(), path, id));
        }
        context.next();
    }

    private void complete(HttpServerResponse response, String path, String id) {
        var headers = response.headers();
        headers.set(RequestIds.HEADER, id);
        if (!headers.contains(HttpHeaders.CACHE_CONTROL)) {
            headers.set(HttpHeaders.CACHE_CONTROL, "no-store");
        }
        if (response.getStatusCode() == METHOD_NOT_ALLOWED && !headers.contains(HttpHeaders.ALLOW)) {
            headers.set(HttpHeaders.ALLOW, routes.allowed(path));
        }
    }
}
