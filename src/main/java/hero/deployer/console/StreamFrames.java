package hero.deployer.console;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.IntFunction;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

import hero.deployer.events.Event;
import hero.deployer.events.EventLog;

/**
 * Writes frames of {@code text/event-stream}, each as a chunk of HTTP/1.1: its length in hexadecimal, the frame, and line ends around.
 *
 * @param after where the reader left off, or null: it wants only what is new
 */
record StreamFrames(@Nullable Long after, Duration retry) {
    private static final ByteBuf BEAT = chunk(": beat\n\n");
    private static final String LINE_END = "\r\n";

    ByteBuf chunk(EventLog.Frame frame) {
        return switch (frame) {
            case EventLog.Frame.Hello hello -> chunk(retryLine() + hello(hello.head()));
            case EventLog.Frame.Reset reset -> chunk(frame(reset.head(), "reset", headData("reset", reset.head())));
            // the same for every reader
            case EventLog.Frame.Of of -> of.event().rendered(StreamFrames::render);
        };
    }

    static ByteBuf beat() {
        return BEAT;
    }

    /** When to come back, in the words of the stream. */
    ByteBuf retryHint() {
        return chunk(retryLine());
    }

    /** What is in a chunk. */
    static ByteBuf content(ByteBuf chunk) {
        int head = chunk.bytesBefore((byte) '\n') + 1;
        return chunk.slice(chunk.readerIndex() + head, chunk.readableBytes() - head - LINE_END.length());
    }

    private String retryLine() {
        return "retry: " + retry.toMillis() + "\n\n";
    }

    /**
     * The head's id is in the data. The frame's own id is what a client says when it resumes: to one that is about to be sent what it
     * missed it must not be the head yet, or a cut in the midst of that would lose the rest.
     */
    private String hello(long head) {
        return frame(after == null ? head : after, "hello", headData("hello", head));
    }

    private static String headData(String type, long head) {
        return new JsonObject().put("id", head).put("type", type).encode();
    }

    // a socket takes what is outside the heap as it is; it goes with a collection, too late for what each of many
    // readers gets for itself
    private static ByteBuf render(Event event) {
        var frame = frame(event.id(), event.type(), data(event));
        return event.isShared() ? chunk(frame, ByteBuffer::allocateDirect) : chunk(frame);
    }

    /** The event's own data is JSON already. */
    private static String data(Event event) {
        return "{\"id\":" + event.id() + ",\"type\":" + Json.encode(event.type()) + ",\"organization\":"
                + organization(event.scope()) + ",\"subject\":"
                + Json.encode(event.subject()) + ",\"at\":\"" + event.at() + "\",\"data\":"
                + event.dataText().replace('\n', ' ') + "}";
    }

    private static String organization(String scope) {
        return scope.equals(EventLog.EVERYONE) || scope.equals(EventLog.DEPLOYER) ? "null" : Json.encode(scope);
    }

    // JSON escapes line ends within strings, so the data is one line; types are ours
    private static String frame(long id, String type, String data) {
        return "id: " + id + "\nevent: " + type + "\ndata: " + data + "\n\n";
    }

    private static ByteBuf chunk(String frame) {
        return chunk(frame, ByteBuffer::allocate);
    }

    private static ByteBuf chunk(String frame, IntFunction<ByteBuffer> allocator) {
        var content = frame.getBytes(StandardCharsets.UTF_8);
        var head = (Integer.toHexString(content.length) + LINE_END).getBytes(StandardCharsets.US_ASCII);
        var bytes = allocator
                .apply(head.length + content.length + LINE_END.length())
                .put(head)
                .put(content)
                .put(LINE_END.getBytes(StandardCharsets.US_ASCII))
                .flip();
        return Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(bytes));
    }
}
