package hero.deployer.gateway;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/** What of a cockpit's answer HTTP allows, and how it is framed for a visitor who may speak another version. */
final class AnswerRules {
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    private AnswerRules() {}

    /** A final status that browsers know how to take, and headers of one line each. Nobody asked for another protocol. */
    static boolean isHttp(HttpClientResponse in) {
        return isFinal(in.statusCode()) && HeaderRules.areWhole(in.headers());
    }

    static boolean isFinal(int status) {
        return status >= 200 && status <= 599;
    }

    /** Whether no body follows, whatever the head says. */
    static boolean isEmpty(HttpServerRequest request, HttpClientResponse in) {
        int status = in.statusCode();
        return request.method().equals(HttpMethod.HEAD) || status == NO_CONTENT || status == NOT_MODIFIED;
    }

    static void copyHead(HttpClientResponse in, HttpServerRequest request) {
        var response = request.response().setStatusCode(in.statusCode());
        String message = in.statusMessage();
        if (message != null && HeaderRules.isText(message)) {
            response.setStatusMessage(message);
        }
        var headers = MultiMap.caseInsensitiveMultiMap().addAll(in.headers());
        Headers.fromUpstream(headers);
        response.headers().addAll(headers);
        if (isEmpty(request, in)) {
            return;
        }
        leaveUncompressed(request);
        if (!headers.contains(HttpHeaders.CONTENT_LENGTH)) {
            frame(request);
        }
    }

    /** An answer of unknown length comes in chunks; older clients know only the end of the connection. */
    private static void frame(HttpServerRequest request) {
        var response = request.response();
        if (request.version() == HttpVersion.HTTP_1_0) {
            response.headersEndHandler(ending -> response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE));
            response.bodyEndHandler(sent -> request.connection().close());
        } else {
            response.setChunked(true);
        }
    }

    /** The server compresses the console's page; a cockpit's bytes pass as they are. It takes this mark off again. */
    private static void leaveUncompressed(HttpServerRequest request) {
        var headers = request.response().headers();
        boolean compresses =
                request.version() != HttpVersion.HTTP_1_0 && request.headers().contains(HttpHeaders.ACCEPT_ENCODING);
        if (compresses && !headers.contains(HttpHeaders.CONTENT_ENCODING)) {
            headers.set(HttpHeaders.CONTENT_ENCODING, HttpHeaders.IDENTITY);
        }
    }
}
