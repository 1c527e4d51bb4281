package hero.deployer.gateway;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/** A visitor's body on its way to the cockpit: none, as long as announced, or in chunks. The request is paused until it is sent. */
final class RequestBody {
    private final @Nullable HttpServerRequest request;
    private final @Nullable Buffer first;
    private final boolean chunked;

    private RequestBody(@Nullable HttpServerRequest request, @Nullable Buffer first, boolean chunked) {
        this.request = request;
        this.first = first;
        this.chunked = chunked;
    }

    private static RequestBody none() {
        return new RequestBody(null, null, false);
    }

    /** Only HTTP/2 sends a body without saying so in the head: then its first bytes are awaited. */
    static Future<RequestBody> of(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length != null) {
            return Future.succeededFuture(length.equals("0") ? none() : new RequestBody(request, null, false));
        }
        if (request.version() == HttpVersion.HTTP_2) {
            return peek(request);
        }
        boolean chunked = request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
        return Future.succeededFuture(chunked ? new RequestBody(request, null, true) : none());
    }

    private static Future<RequestBody> peek(HttpServerRequest request) {
        var seen = Promise.<RequestBody>promise();
        request.handler(first -> {
            request.pause();
            seen.tryComplete(new RequestBody(request, first, true));
        });
        request.endHandler(end -> seen.tryComplete(none()));
        request.fetch(1);
        return seen.future();
    }

    boolean isEmpty() {
        return request == null;
    }

    /** Completes once the last byte is on its way; fails when either side leaves before. */
    Future<Void> sendTo(HttpClientRequest out) {
        if (request == null) {
            return out.end();
        }
        out.setChunked(chunked);
        if (first != null) {
            out.write(first);
        }
        return request.pipe().endOnFailure(false).to(out);
    }
}
