package hero.deployer.console;

import java.time.Duration;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

import hero.deployer.events.Event;
import hero.deployer.events.EventLog;

/**
 * Writes frames of {@code text/event-stream}.
 *
 * @param after where the reader left off, or null: it wants only what is new
 */
record StreamFrames(@Nullable Long after, Duration retry) {
    static final String BEAT = ": beat\n\n";

    Buffer bytes(EventLog.Frame frame) {
        return switch (frame) {
            case EventLog.Frame.Hello hello -> Buffer.buffer(retryHint() + hello(hello.head()));
            case EventLog.Frame.Reset reset ->
                Buffer.buffer(frame(reset.head(), "reset", headData("reset", reset.head())));
            // the same for every reader
            case EventLog.Frame.Of of -> of.event().rendered(StreamFrames::render);
        };
    }

    /** When to come back, in the words of the stream. */
    String retryHint() {
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

    private static Buffer render(Event event) {
        return Buffer.buffer(frame(event.id(), event.type(), data(event)));
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
}
