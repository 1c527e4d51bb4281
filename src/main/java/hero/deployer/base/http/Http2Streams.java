package hero.deployer.base.http;

import java.util.concurrent.TimeUnit;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import org.jspecify.annotations.Nullable;

/**
 * Counts what the streams of an HTTP/2 connection ask and send, as {@link RequestGuard} does for HTTP/1: a stream past its limit is answered
 * here and reset, its connection goes on. Lives on the connection's event loop.
 */
final class Http2Streams {
    private static final String CONNECT = "CONNECT";

    private final Http2ConnectionHandler handler;
    private final Guards guards;
    private final ConnectionLimiter.Place place;
    private final Http2Connection.PropertyKey key;
    private long idleSince = System.nanoTime();
    private boolean hadStreams;

    /** One stream's body. */
    private static final class Body {
        private final BodyRules.Rule rule;
        private long bytes;
        private long taken;

        Body(BodyRules.Rule rule) {
            this.rule = rule;
        }
    }

    Http2Streams(Http2ConnectionHandler handler, Guards guards, ConnectionLimiter.Place place) {
        this.handler = handler;
        this.guards = guards;
        this.place = place;
        this.key = handler.connection().newKey();
        handler.connection().addListener(new Ends());
    }

    /** How long the connection may still rest, in nanoseconds. */
    long nanosLeft() {
        if (handler.connection().numActiveStreams() > 0) {
            return Long.MAX_VALUE;
        }
        var patience = hadStreams ? guards.limits().idle() : guards.limits().headDeadline();
        return patience.toNanos() - (System.nanoTime() - idleSince);
    }

    /** Notes which streams there are. */
    private final class Ends extends Http2ConnectionAdapter {
        @Override
        public void onStreamActive(Http2Stream stream) {
            hadStreams = true;
            place.works();
        }

        @Override
        public void onStreamClosed(Http2Stream stream) {
            if (stream.getProperty(key) instanceof Body body) {
                guards.budget().giveBack(body.taken);
                body.taken = 0;
            }
            if (handler.connection().numActiveStreams() == 0) {
                idleSince = System.nanoTime();
                place.waits();
            }
        }
    }

    /** Whether the server may see these headers; otherwise they are answered. */
    boolean admit(ChannelHandlerContext ctx, int id, Http2Headers headers, boolean end) throws Http2Exception {
        if (hasLineBreak(headers)) {
            throw Http2Exception.streamError(id, Http2Error.PROTOCOL_ERROR, "a field holds a line break or NUL");
        }
        var stream = handler.connection().stream(id);
        if (stream == null || stream.getProperty(key) != null) {
            return true;
        }
        if (headers.method() != null && CONNECT.contentEquals(headers.method())) {
            refuse(ctx, id, Refusal.METHOD, end);
            return false;
        }
        var rule = headers.path() == null ? null : rule(headers, headers.path());
        if (rule == null && headers.path() != null) {
            refuse(ctx, id, Refusal.ADDRESS, end);
            return false;
        }
        if (rule != null) {
            watch(ctx, stream, new Body(rule), end);
        }
        return true;
    }

    private BodyRules.@Nullable Rule rule(Http2Headers headers, CharSequence path) {
        var authority = headers.authority() == null ? headers.get(HttpHeaderNames.HOST) : headers.authority();
        var type = headers.get(HttpHeaderNames.CONTENT_TYPE);
        return guards.rules().of(path.toString(), text(authority), text(type));
    }

    private static @Nullable String text(@Nullable CharSequence value) {
        return value == null ? null : value.toString();
    }

    private void watch(ChannelHandlerContext ctx, Http2Stream stream, Body body, boolean end) {
        stream.setProperty(key, body);
        if (!end && body.rule.kept()) {
            ctx.executor()
                    .schedule(() -> late(ctx, stream.id()), body.rule.deadline().toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void late(ChannelHandlerContext ctx, int id) {
        var stream = handler.connection().stream(id);
        if (stream != null
                && (stream.state() == Http2Stream.State.OPEN || stream.state().remoteSideOpen())) {
            refuse(ctx, id, Refusal.SLOW, false);
        }
    }

    /** Whether the server may see these bytes of a body; otherwise the stream is answered. */
    boolean admit(ChannelHandlerContext ctx, int id, int length, boolean end) {
        var stream = handler.connection().stream(id);
        if (stream == null || !(stream.getProperty(key) instanceof Body body)) {
            return true;
        }
        body.bytes += length;
        var why = judge(body, length);
        if (why != null) {
            refuse(ctx, id, why, end);
        }
        return why == null;
    }

    private @Nullable Refusal judge(Body body, int length) {
        if (body.bytes > body.rule.limit()) {
            return Refusal.TOO_LARGE;
        }
        if (!body.rule.kept() || body.bytes <= guards.limits().loginBody().asLongValue()) {
            return null;
        }
        if (!guards.budget().take(length)) {
            return Refusal.CROWDED;
        }
        body.taken += length;
        return null;
    }

    /** Answers a stream, unless the server began to, and ends it; what still comes for it is not read. */
    private void refuse(ChannelHandlerContext ctx, int id, Refusal why, boolean end) {
        why.note();
        var stream = handler.connection().stream(id);
        if (stream != null && !stream.isHeadersSent() && !stream.isResetSent()) {
            var encoder = handler.encoder();
            encoder.writeHeaders(ctx, id, why.head(), 0, false, ctx.newPromise());
            encoder.writeData(ctx, id, Unpooled.wrappedBuffer(why.body()), 0, true, ctx.newPromise());
        }
        if (!end) {
            var code = stream == null || stream.isHeadersSent() ? Http2Error.NO_ERROR : Http2Error.CANCEL;
            handler.resetStream(ctx, id, code.code(), ctx.newPromise());
        }
        ctx.flush();
    }

    /** They would be more than one header where the request goes on as HTTP/1. */
    private static boolean hasLineBreak(Http2Headers headers) {
        for (var header : headers) {
            if (isBroken(header.getKey()) || isBroken(header.getValue())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isBroken(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            char one = text.charAt(i);
            if (one == '\r' || one == '\n' || one == '\0') {
                return true;
            }
        }
        return false;
    }
}
