package hero.deployer.base.http;

import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;

/** The server's own decoder, which tells when the bytes it has are the begin of a head and not yet all of it. */
final class HeadDecoder extends VertxHttpRequestDecoder {
    private final Runnable unfinished;

    HeadDecoder(HttpServerOptions options, Runnable unfinished) {
        super(options);
        this.unfinished = unfinished;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf buffer, List<Object> out) throws Exception {
        super.decode(ctx, buffer, out);
        if (out.isEmpty()) {
            unfinished.run();
        }
    }
}
