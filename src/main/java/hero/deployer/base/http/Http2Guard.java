package hero.deployer.base.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;

/** Shows the server those frames of an HTTP/2 connection alone that {@link Http2Streams} admits. */
final class Http2Guard extends Http2FrameListenerDecorator {
    private final Http2ConnectionDecoder decoder;
    private final Http2Streams streams;

    private Http2Guard(Http2FrameListener server, Http2ConnectionDecoder decoder, Http2Streams streams) {
        super(server);
        this.decoder = decoder;
        this.streams = streams;
    }

    /** Puts one before what the server reads of this connection. */
    static Http2Streams before(Http2ConnectionHandler handler, Guards guards, ConnectionLimiter.Place place) {
        var streams = new Http2Streams(handler, guards, place);
        install(handler.decoder(), streams);
        return streams;
    }

    private static void install(Http2ConnectionDecoder decoder, Http2Streams streams) {
        decoder.frameListener(new Http2Guard(decoder.frameListener(), decoder, streams));
    }

    /** With the first settings the server puts another listener in our place. */
    @Override
    public void onSettingsRead(ChannelHandlerContext ctx, Http2Settings settings) throws Http2Exception {
        super.onSettingsRead(ctx, settings);
        if (!(decoder.frameListener() instanceof Http2Guard)) {
            install(decoder, streams);
        }
    }

    @Override
    public void onHeadersRead(ChannelHandlerContext ctx, int stream, Http2Headers headers, int padding, boolean end)
            throws Http2Exception {
        if (streams.admit(ctx, stream, headers, end)) {
            super.onHeadersRead(ctx, stream, headers, padding, end);
        }
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext ctx,
            int stream,
            Http2Headers headers,
            int dependency,
            short weight,
            boolean exclusive,
            int padding,
            boolean end)
            throws Http2Exception {
        if (streams.admit(ctx, stream, headers, end)) {
            super.onHeadersRead(ctx, stream, headers, dependency, weight, exclusive, padding, end);
        }
    }

    @Override
    public int onDataRead(ChannelHandlerContext ctx, int stream, ByteBuf data, int padding, boolean end)
            throws Http2Exception {
        return streams.admit(ctx, stream, data.readableBytes(), end)
                ? super.onDataRead(ctx, stream, data, padding, end)
                : data.readableBytes() + padding;
    }
}
