package hero.deployer.gateway;

import java.util.concurrent.TimeUnit;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonObject;

/** Answers of the gateway's own that are no page. */
final class Replies {
    /** How long what is left of a refused body may take before we hang up. */
    private static final long DRAIN_MILLIS = TimeUnit.SECONDS.toMillis(2);

    private Replies() {}

    static void problem(Vertx vertx, HttpServerRequest request, int status, String slug, String title, String detail) {
        var body = new JsonObject()
                .put("type", "/problems/" + slug)
                .put("title", title)
                .put("status", status)
                .put("detail", detail);
        request.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        send(vertx, request, status, body.encode());
    }

    /** Ends the request, whose body nobody will read: drains a little, so that the answer arrives, then hangs up. */
    static void send(Vertx vertx, HttpServerRequest request, int status, String body) {
        var response = request.response().setStatusCode(status).putHeader("X-Content-Type-Options", "nosniff");
        if (response.closed() || response.ended()) {
            return;
        }
        var unread = hasBody(request) && !request.isEnded();
        if (unread) {
            // the client must not send its next request on a connection that is about to close
            response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        response.end(body);
        discardRest(vertx, request);
    }

    /** After the answer: takes what is left of a body nobody reads, for a moment, and then hangs up. */
    static void discardRest(Vertx vertx, HttpServerRequest request) {
        if (!request.isEnded()) {
            request.handler(ignored -> {});
            request.resume();
            if (hasBody(request)) {
                vertx.setTimer(DRAIN_MILLIS, late -> hangUp(request));
            }
        }
    }

    /** One without a body ends by itself, and its connection stays good for the next. */
    private static boolean hasBody(HttpServerRequest request) {
        var length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return request.headers().contains(HttpHeaders.TRANSFER_ENCODING) || (length != null && !length.equals("0"));
    }

    private static void hangUp(HttpServerRequest request) {
        if (!request.isEnded() && request.version() != HttpVersion.HTTP_2) {
            request.connection().close();
        }
    }
}
