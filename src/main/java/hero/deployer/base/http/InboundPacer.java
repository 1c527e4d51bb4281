package hero.deployer.base.http;

import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Lets the bytes of a connection through in small pieces, no faster than its requests are answered and its answers taken, and closes it when a
 * head does not arrive in time. What waits here is one read at the most.
 */
final class InboundPacer extends ChannelDuplexHandler {
    private static final String DECODER = "httpDecoder";
    private static final String ENCODER = "httpEncoder";
    /** A piece that may hold many small requests, and one that is part of a body. */
    private static final int HEAD_PIECE = 2048;

    private static final int BODY_PIECE = 8192;
    private static final long LONGEST_LOOK_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long SHORTEST_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Guards guards;
    private final ConnectionLimiter.Place place;
    private final RequestGuard requests;
    private ByteBuf waiting = Unpooled.EMPTY_BUFFER;
    private @Nullable Http2Streams streams;
    private @Nullable ChannelHandlerContext context;
    private @Nullable Future<?> look;
    private boolean installed;
    private boolean held;
    private boolean serverReads;
    private boolean passing;

    InboundPacer(Guards guards, ConnectionLimiter.Place place) {
        this.guards = guards;
        this.place = place;
        this.requests = new RequestGuard(guards, place, this::goOn);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        requests.awaitHead();
        lookAgain(ctx, guards.limits().headDeadline().toNanos());
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        release();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        release();
        ctx.fireChannelInactive();
    }

    private void release() {
        waiting.release();
        waiting = Unpooled.EMPTY_BUFFER;
        requests.release();
        if (look != null) {
            look.cancel(false);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!(message instanceof ByteBuf bytes) || requests.isTunnel()) {
            ctx.fireChannelRead(message);
            return;
        }
        waiting = waiting.isReadable() ? Unpooled.wrappedBuffer(waiting, bytes) : swap(bytes);
        pass(ctx);
    }

    private ByteBuf swap(ByteBuf bytes) {
        waiting.release();
        return bytes;
    }

    private void pass(ChannelHandlerContext ctx) {
        if (passing) {
            return;
        }
        passing = true;
        try {
            while (waiting.isReadable() && ctx.channel().isActive() && mayPass(ctx)) {
                ctx.fireChannelRead(waiting.readRetainedSlice(Math.min(piece(ctx), waiting.readableBytes())));
            }
        } finally {
            passing = false;
        }
        if (!waiting.isReadable()) {
            waiting = swap(Unpooled.EMPTY_BUFFER);
        }
        hold(ctx);
    }

    /** One byte at a time until the server has made up its mind whether this is HTTP/1 or HTTP/2, so that our guard sees the first head. */
    private int piece(ChannelHandlerContext ctx) {
        if (!installed && !install(ctx)) {
            return 1;
        }
        return requests.isInBody() || streams != null ? BODY_PIECE : HEAD_PIECE;
    }

    private boolean install(ChannelHandlerContext ctx) {
        var pipeline = ctx.pipeline();
        var http2 = pipeline.get(Http2ConnectionHandler.class);
        if (http2 != null) {
            streams = Http2Guard.before(http2, guards, place);
            installed = true;
        } else if (pipeline.get(DECODER) != null && pipeline.get(ENCODER) != null) {
            pipeline.replace(DECODER, DECODER, new HeadDecoder(guards.options(), requests::headBegins));
            pipeline.addAfter(ENCODER, null, requests);
            installed = true;
        }
        return installed;
    }

    private boolean mayPass(ChannelHandlerContext ctx) {
        return streams != null || requests.mayReadMore(ctx.channel());
    }

    private void hold(ChannelHandlerContext ctx) {
        boolean mayPass = mayPass(ctx);
        var config = ctx.channel().config();
        if (!mayPass && !held) {
            held = true;
            serverReads = config.isAutoRead();
            config.setAutoRead(false);
        } else if (mayPass && held && !waiting.isReadable()) {
            held = false;
            if (serverReads) {
                config.setAutoRead(true);
            }
        }
    }

    /** The server asks for more by itself when its own request may go on: it gets it when ours may, too. */
    @Override
    public void read(ChannelHandlerContext ctx) {
        if (held) {
            serverReads = true;
            ctx.channel().config().setAutoRead(false);
        } else {
            ctx.read();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        ctx.fireChannelWritabilityChanged();
        goOn();
    }

    /** An answer is out, or the other side took some of it. Later: the server may be in the middle of writing it. */
    private void goOn() {
        var ctx = context;
        if (ctx != null && held) {
            ctx.executor().execute(() -> resume(ctx));
        }
    }

    private void resume(ChannelHandlerContext ctx) {
        if (ctx.isRemoved() || !held) {
            return;
        }
        boolean some = waiting.isReadable();
        pass(ctx);
        if (some) {
            // the server sends what it wrote when it has read all
            ctx.fireChannelReadComplete();
        }
    }

    private void lookAgain(ChannelHandlerContext ctx, long nanos) {
        long wait = Math.max(SHORTEST_LOOK_NANOS, Math.min(nanos, LONGEST_LOOK_NANOS));
        look = ctx.executor().schedule(() -> look(ctx), wait, TimeUnit.NANOSECONDS);
    }

    private void look(ChannelHandlerContext ctx) {
        if (!ctx.channel().isOpen() || ctx.isRemoved()) {
            return;
        }
        long left = streams == null ? requests.nanosLeft() : streams.nanosLeft();
        if (left > 0) {
            lookAgain(ctx, left);
        } else if (streams == null && requests.refuseSlow()) {
            lookAgain(ctx, requests.nanosLeft());
        } else {
            ctx.close();
        }
    }
}
