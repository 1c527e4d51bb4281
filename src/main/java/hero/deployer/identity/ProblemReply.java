package hero.deployer.identity;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

import hero.deployer.base.Problem;
import hero.deployer.base.ProblemException;

/** Problem details for what is refused before a resource is reached. */
final class ProblemReply {
    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int UNAVAILABLE = 503;

    private ProblemReply() {}

    static void onFailure(RoutingContext request) {
        if (request.failure() instanceof ProblemException refusal
                && !request.response().headWritten()) {
            send(request, refusal.problem());
        } else if (request.statusCode() == BAD_REQUEST && !request.response().headWritten()) {
            // the server's own, such as a Host that is none: no error of ours, so nothing for the log
            send(
                    request,
                    ProblemException.of(BAD_REQUEST, "bad-request", "Bad request", "The request is malformed.")
                            .problem());
        } else {
            request.next();
        }
    }

    static void send(RoutingContext request, Problem problem) {
        var response = request.response().setStatusCode(problem.status());
        response.putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json");
        response.putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        if (problem.status() == UNAVAILABLE) {
            response.putHeader(HttpHeaders.RETRY_AFTER, "1");
        }
        if (problem.status() == UNAUTHORIZED) {
            response.putHeader("WWW-Authenticate", ConsoleAuthentication.CHALLENGE);
        }
        // a body nobody reads would hold the connection
        request.request().resume();
        response.end(new JsonObject()
                .put("type", problem.type())
                .put("title", problem.title())
                .put("status", problem.status())
                .put("detail", problem.detail())
                .encode());
    }
}
