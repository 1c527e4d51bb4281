package hero.deployer.events;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.function.Function;

import io.netty.buffer.ByteBuf;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** A published event: {@link NewEvent} with its public id, ascending in commit order, and its time. */
public final class Event {
    /** What comes to the data in a frame: ids, type, scope, subject and time, in bytes. */
    static final int ENVELOPE = 200;

    private final long id;
    private final String type;
    private final String scope;
    private final String subject;
    private final @Nullable String run;
    private final Instant at;
    private final String dataText;
    private final int bytes;
    private volatile boolean shared;
    private volatile @Nullable ByteBuf rendered;

    Event(long id, String type, String scope, String subject, @Nullable String run, Instant at, String dataText) {
        this.id = id;
        this.type = type;
        this.scope = scope;
        this.subject = subject;
        this.run = run;
        this.at = at;
        this.dataText = dataText;
        this.bytes = dataText.getBytes(StandardCharsets.UTF_8).length;
    }

    public long id() {
        return id;
    }

    public String type() {
        return type;
    }

    public String scope() {
        return scope;
    }

    public String subject() {
        return subject;
    }

    public @Nullable String run() {
        return run;
    }

    public Instant at() {
        return at;
    }

    /** The data, parsed anew at each call. */
    public JsonObject data() {
        return new JsonObject(dataText);
    }

    /** The data as JSON text. */
    public String dataText() {
        return dataText;
    }

    /** What {@code renderer} makes of this event, made once for all its readers, who must all use the same renderer. */
    public ByteBuf rendered(Function<Event, ByteBuf> renderer) {
        var bytes = rendered;
        if (bytes == null) {
            bytes = renderer.apply(this);
            rendered = bytes;
        }
        return bytes;
    }

    /** Whether many readers get this very object, so that what is made of it is worth to be kept outside the heap. */
    public boolean isShared() {
        return shared;
    }

    void share() {
        shared = true;
    }

    /** What it costs to keep it for a reader, in bytes. */
    int cost() {
        return bytes + ENVELOPE;
    }
}
