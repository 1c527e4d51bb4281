package hero.deployer.base.http;

import java.util.concurrent.TimeUnit;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * Counts what an HTTP/1 connection asks and sends, before the server sees it: a body past its limit or its deadline, or one too many on their
 * way, is answered here, what comes after is thrown away unread, and the connection is closed. Lives on the connection's event loop.
 */
final class RequestGuard extends ChannelDuplexHandler {
    private static final int MOST_PIPELINED = 8;
    /** What still comes after a refusal is taken for so long and so much, or the client would see a reset instead of the answer. */
    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final long LINGER_BYTES = 1 << 20;
    private static final long FOR_EVER = Long.MAX_VALUE;

    private final Guards guards;
    private final ConnectionLimiter.Place place;
    private final Runnable goOn;
    private @Nullable ChannelHandlerContext context;
    private BodyRules.@Nullable Rule rule;
    private State state = State.HEAD;
    private int unanswered;
    private boolean answering;
    private boolean headBegun;
    private boolean keepsOpen;
    private long since = System.nanoTime();
    private long bodyBytes;
    private long taken;

    /** What the connection is in the middle of. */
    private enum State {
        /** The head of a request, or the rest between two. */
        HEAD,
        /** The body of a request that is not answered yet. */
        BODY,
        /** The rest of a body whose request was answered before it was read. */
        REST,
        /** Nothing any more: it was refused and is about to be closed. */
        REFUSED,
        /** A WebSocket or the like: no HTTP any more. */
        TUNNEL
    }

    /** @param goOn to be called when more may be read */
    RequestGuard(Guards guards, ConnectionLimiter.Place place, Runnable goOn) {
        this.guards = guards;
        this.place = place;
        this.goOn = goOn;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    boolean isTunnel() {
        return state == State.TUNNEL;
    }

    boolean isInBody() {
        return state == State.BODY || state == State.REST || state == State.REFUSED;
    }

    /** Whether the next request may be read: not while answers wait to be taken, or too many requests for theirs. */
    boolean mayReadMore(Channel channel) {
        return state != State.HEAD || channel.isWritable() && unanswered < MOST_PIPELINED;
    }

    /** The begin of a head is there, and not yet all of it. */
    void headBegins() {
        if (state == State.HEAD && !headBegun) {
            headBegun = true;
            since = System.nanoTime();
        }
    }

    /** The connection is new: a head must come as if it had begun. */
    void awaitHead() {
        headBegun = true;
        since = System.nanoTime();
    }

    /** How long the present state may still last, in nanoseconds. */
    long nanosLeft() {
        long passed = System.nanoTime() - since;
        return switch (state) {
            case HEAD -> unanswered > 0 ? FOR_EVER : headNanos() - passed;
            case BODY ->
                rule == null || !rule.kept() ? FOR_EVER : rule.deadline().toNanos() - passed;
            case REST, REFUSED -> LINGER_NANOS - passed;
            case TUNNEL -> FOR_EVER;
        };
    }

    private long headNanos() {
        var limits = guards.limits();
        return (headBegun ? limits.headDeadline() : limits.idle()).toNanos();
    }

    /** Answers a body that did not come in time; false when there is none to answer. */
    boolean refuseSlow() {
        if (state != State.BODY || context == null) {
            return false;
        }
        refuse(context, Refusal.SLOW, unanswered - 1);
        return true;
    }

    void release() {
        guards.budget().giveBack(taken);
        taken = 0;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        switch (message) {
            case Object ignored when state == State.REFUSED -> drop(ctx, message);
            case HttpRequest request when state != State.TUNNEL -> head(ctx, request);
            case HttpContent content when state == State.BODY || state == State.REST -> body(ctx, content);
            default -> ctx.fireChannelRead(message);
        }
    }

    private void head(ChannelHandlerContext ctx, HttpRequest request) {
        if (request.decoderResult().isFailure()) {
            refuse(ctx, Refusal.of(request.decoderResult()), unanswered);
            return;
        }
        var headers = request.headers();
        var found = guards.rules()
                .of(request.uri(), headers.get(HttpHeaderNames.HOST), headers.get(HttpHeaderNames.CONTENT_TYPE));
        if (found == null) {
            refuse(ctx, Refusal.ADDRESS, unanswered);
            return;
        }
        if (HttpUtil.getContentLength(request, 0L) > found.limit()) {
            refuse(ctx, Refusal.TOO_LARGE, unanswered);
            return;
        }
        if (!guards.limits().h2cUpgrade()) {
            Upgrades.stayWithHttp1(headers);
        }
        rule = found;
        unanswered++;
        state = State.BODY;
        headBegun = false;
        bodyBytes = 0;
        since = System.nanoTime();
        place.works();
        ctx.fireChannelRead(request);
    }

    private void body(ChannelHandlerContext ctx, HttpContent content) {
        int length = content.content().readableBytes();
        boolean last = content instanceof LastHttpContent;
        bodyBytes += length;
        if (content.decoderResult().isFailure()) {
            content.release();
            refuse(ctx, Refusal.MALFORMED, unanswered - 1);
        } else if (state == State.REST) {
            content.release();
            rest(ctx, last);
        } else if (rule != null && bodyBytes > rule.limit()) {
            content.release();
            refuse(ctx, Refusal.TOO_LARGE, unanswered - 1);
        } else if (!fits(length)) {
            content.release();
            refuse(ctx, Refusal.CROWDED, unanswered - 1);
        } else {
            if (last) {
                state = State.HEAD;
                since = System.nanoTime();
            }
            ctx.fireChannelRead(content);
        }
    }

    /** What is no longer than a login is not counted: signing in works, whoever sends what. */
    private boolean fits(int length) {
        if (rule == null
                || !rule.kept()
                || bodyBytes <= guards.limits().loginBody().asLongValue()) {
            return true;
        }
        if (!guards.budget().take(length)) {
            return false;
        }
        taken += length;
        return true;
    }

    /** The server hears of the end alone, and takes the next request where it may. */
    private void rest(ChannelHandlerContext ctx, boolean last) {
        if (last && keepsOpen) {
            state = State.HEAD;
            waitForHead();
            ctx.fireChannelRead(LastHttpContent.EMPTY_LAST_CONTENT);
        } else if (last || bodyBytes > LINGER_BYTES) {
            ctx.close();
        }
    }

    private void drop(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpContent content) {
            bodyBytes += content.content().readableBytes();
        }
        ReferenceCountUtil.release(message);
        if (bodyBytes > LINGER_BYTES) {
            ctx.close();
        }
    }

    /** @param others requests before this one that wait for their answers: ours would be taken for one of theirs */
    private void refuse(ChannelHandlerContext ctx, Refusal why, int others) {
        why.note();
        state = State.REFUSED;
        since = System.nanoTime();
        bodyBytes = 0;
        release();
        if (others > 0 || answering) {
            ctx.close();
            return;
        }
        ctx.channel().config().setAutoRead(true);
        ctx.writeAndFlush(why.answer()).addListener(sent -> {
            if (sent.isSuccess() && ctx.channel() instanceof DuplexChannel socket) {
                socket.shutdownOutput();
            } else {
                ctx.close();
            }
        });
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (state == State.REFUSED) {
            // the server answers what we answered already
            ReferenceCountUtil.release(message);
            promise.trySuccess();
            return;
        }
        boolean preliminary = false;
        if (message instanceof HttpResponse response) {
            preliminary = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
            answering = !preliminary;
            if (response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
                state = State.TUNNEL;
            }
        }
        ctx.write(message, promise);
        if (message instanceof LastHttpContent && !preliminary) {
            answered(ctx);
        }
    }

    private void answered(ChannelHandlerContext ctx) {
        answering = false;
        unanswered = Math.max(0, unanswered - 1);
        if (unanswered > 0) {
            goOn.run();
            return;
        }
        release();
        if (state == State.BODY) {
            state = State.REST;
            since = System.nanoTime();
            bodyBytes = 0;
            // one that nobody reads has been stopped by the server, which then would not stop the next one's
            keepsOpen = ctx.channel().config().isAutoRead();
            ctx.channel().config().setAutoRead(true);
        } else if (state == State.HEAD) {
            waitForHead();
        }
        goOn.run();
    }

    private void waitForHead() {
        since = System.nanoTime();
        place.waits();
    }
}
