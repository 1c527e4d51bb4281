package hero.deployer.console;

import java.time.Duration;

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

    String text(EventLog.Frame frame) {
        return switch (frame) {
            case EventLog.Frame.Hello hello -> retryHint() + hello(hello.head());
            case EventLog.Frame.Reset reset -> frame(reset.head(), "reset", headData("reset", reset.head()));
            case EventLog.Frame.Of of -> frame(of.event().id(), of.event().type(), data(of.event()));
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

    private static JsonObject headData(String type, long head) {
        return new JsonObject().put("id", head).put("type", type);
    }

    private static JsonObject data(Event event) {
        return new JsonObject()
                .put("id", event.id())
                .put("type", event.type())
                .put("organization", event.scope().isEmpty() ? null : event.scope())
                .put("subject", event.subject())
                .put("at", event.at().toString())
                .put("data", event.data());
    }

    // JSON escapes line ends, so the data is one line; types are ours
    private static String frame(long id, String type, JsonObject data) {
        return "id: " + id + "\nevent: " + type + "\ndata: " + data.encode() + "\n\n";
    }
}
