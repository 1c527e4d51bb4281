package hero.deployer.base.http;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import io.micrometer.core.instrument.Metrics;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.vertx.core.json.Json;
import org.jboss.logging.Logger;

/** A no that is said before any route is asked: problem details, counted by its kind, one line at debug. */
enum Refusal {
    MALFORMED(400, "bad-request", "Bad request", "The request is malformed."),
    ADDRESS(400, "bad-request", "Bad request", "The address is malformed: % is followed by two hexadecimal digits."),
    METHOD(405, "method-not-allowed", "Method not allowed", "This server opens no tunnels."),
    SLOW(408, "too-slow", "Too slow", "The body did not arrive in time."),
    TOO_LARGE(413, "too-large", "Too large", "The body is larger than what is read here."),
    ADDRESS_TOO_LONG(414, "address-too-long", "Address too long", "The address is longer than what is read here."),
    HEADERS_TOO_LARGE(431, "headers-too-large", "Headers too large", "The headers are larger than what is read here."),
    CROWDED(503, "unavailable", "Unavailable", "Too many bodies are on their way at this moment. Try again shortly.");

    private static final Logger LOG = Logger.getLogger(Refusal.class);
    private static final String JSON = "application/problem+json";

    private final int status;
    private final byte[] body;

    Refusal(int status, String slug, String title, String detail) {
        this.status = status;
        this.body = Json.encode(Map.of("type", "/problems/" + slug, "title", title, "status", status, "detail", detail))
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Which one a head is that could not be read. */
    static Refusal of(DecoderResult failure) {
        return switch (failure.cause()) {
            case TooLongHttpLineException line -> ADDRESS_TOO_LONG;
            case TooLongHttpHeaderException header -> HEADERS_TOO_LARGE;
            default -> MALFORMED;
        };
    }

    /** Counts it and tells of it; what the caller wrote is no part of either. */
    void note() {
        Metrics.counter("deployer.http.refused", "reason", name().toLowerCase(java.util.Locale.ROOT))
                .increment();
        LOG.debugf("Refused a request: %s", this);
    }

    byte[] body() {
        return body.clone();
    }

    FullHttpResponse answer() {
        var answer = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), Unpooled.wrappedBuffer(body()));
        answer.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, JSON)
                .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE)
                .set(RequestIds.HEADER, RequestIds.next())
                .set(HttpHeaderNames.CONTENT_LENGTH, body.length)
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        if (this == CROWDED) {
            answer.headers().set(HttpHeaderNames.RETRY_AFTER, "1");
        }
        return answer;
    }

    Http2Headers head() {
        var head = new DefaultHttp2Headers().status(String.valueOf(status));
        head.set(HttpHeaderNames.CONTENT_TYPE, JSON);
        head.set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE);
        head.set(HttpHeaderNames.CONTENT_LENGTH, String.valueOf(body.length));
        if (this == CROWDED) {
            head.set(HttpHeaderNames.RETRY_AFTER, "1");
        }
        return head;
    }
}
