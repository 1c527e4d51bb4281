package hero.deployer.console;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import org.jspecify.annotations.Nullable;

/**
 * What a stream writes. An event goes to thousands of readers as the same bytes: it is framed once and given to each socket as it is,
 * past the server's codec and whatever stands before it. Where that cannot be, as in HTTP/2, it takes the usual way. On the connection's
 * event loop.
 */
final class StreamBody {
    /** The server's name for the handler that makes bytes of an answer; what is written from there on is on the wire. */
    private static final String ENCODER = "httpEncoder";

    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private @Nullable ChannelHandlerContext wire;
    private boolean begun;
    private boolean unflushed;

    StreamBody(HttpServerRequest request) {
        this.request = request;
        this.response = request.response();
    }

    /** Takes the bytes; {@link #flush} sends them. */
    void write(ByteBuf chunk) {
        if (wire == null) {
            writeThroughServer(chunk);
        } else {
            wire.write(chunk.duplicate(), wire.voidPromise());
            unflushed = true;
        }
    }

    /**
     * The usual way, at once. The head of the answer must go it, and now and then something else, since the server closes a connection on
     * which it sees nothing written for long.
     */
    void writeThroughServer(ByteBuf chunk) {
        flush();
        var ignored = response.write(Buffer.buffer(StreamFrames.content(chunk)));
        if (!begun) {
            begun = true;
            wire = encoder();
        }
    }

    void flush() {
        if (unflushed && wire != null) {
            unflushed = false;
            wire.flush();
        }
    }

    private @Nullable ChannelHandlerContext encoder() {
        return request.version() == HttpVersion.HTTP_1_1 && request.connection() instanceof ConnectionBase connection
                ? connection.channel().pipeline().context(ENCODER)
                : null;
    }
}
