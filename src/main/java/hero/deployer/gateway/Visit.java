package hero.deployer.gateway;

import java.util.ArrayList;
import java.util.List;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;

import hero.deployer.instance.CockpitAddress.Cockpit;

/** One request at somebody's cockpit, on its event loop. */
final class Visit {
    private final HttpServerRequest request;
    private final Cockpit cockpit;
    private final List<Runnable> whenOver = new ArrayList<>();
    private boolean over;

    Visit(RoutingContext context, Cockpit cockpit) {
        this.request = context.request();
        this.cockpit = cockpit;
        context.addEndHandler(end -> over());
    }

    HttpServerRequest request() {
        return request;
    }

    Cockpit cockpit() {
        return cockpit;
    }

    /** Runs once, when the exchange has ended, however it did. */
    void whenOver(Runnable action) {
        if (over) {
            action.run();
        } else {
            whenOver.add(action);
        }
    }

    /** An exchange that became a socket ends only now. */
    void over() {
        over = true;
        var actions = List.copyOf(whenOver);
        whenOver.clear();
        actions.forEach(Runnable::run);
    }

    boolean isReading() {
        return request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
    }

    /** Whether it wants to become a WebSocket. */
    boolean isSocket() {
        return request.version() == HttpVersion.HTTP_1_1
                && request.method().equals(HttpMethod.GET)
                && "websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE));
    }

    /** Whether a person looks at the answer: then it is a page, otherwise a problem. */
    boolean wantsPage() {
        if (!isReading() || isSocket()) {
            return false;
        }
        String destination = request.getHeader("Sec-Fetch-Dest");
        if (destination != null) {
            return destination.equals("document") || destination.endsWith("frame");
        }
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        return accept == null || accept.contains("text/html") || accept.contains("*/*");
    }

    /** Where it comes from; "unknown" where a proxy before us names no address. */
    static String address(HttpServerRequest request) {
        var remote = request.remoteAddress();
        return remote == null || remote.hostAddress() == null ? "unknown" : remote.hostAddress();
    }

    String path() {
        return String.valueOf(request.path());
    }
}
