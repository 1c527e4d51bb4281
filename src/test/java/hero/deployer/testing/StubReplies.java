package hero.deployer.testing;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;

/** How stand-in agents put an answer; to a connection that is gone meanwhile, nothing. */
final class StubReplies {
    private StubReplies() {}

    static void json(HttpServerRequest request, int status, JsonObject body) {
        write(request, status, "application/json", body);
    }

    static void refuse(HttpServerRequest request, int status, String slug) {
        if (request.method() == HttpMethod.HEAD) {
            request.response().setStatusCode(status).end();
            return;
        }
        write(
                request,
                status,
                "application/problem+json",
                new JsonObject()
                        .put("type", "/problems/" + slug)
                        .put("title", slug)
                        .put("status", status)
                        .put("detail", "the stub says " + slug));
    }

    private static void write(HttpServerRequest request, int status, String type, JsonObject body) {
        var response = request.response();
        if (!response.closed()) {
            response.setStatusCode(status).putHeader("Content-Type", type).end(body.toBuffer());
        }
    }
}
