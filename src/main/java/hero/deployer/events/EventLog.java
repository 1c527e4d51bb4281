package hero.deployer.events;

import java.util.List;
import java.util.function.Predicate;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.Page;
import hero.deployer.base.Tx;

/** The durable log of what happened, and its live stream. */
@ApplicationScoped
public class EventLog {
    /** The scope of events that everyone who is signed in may see. */
    public static final String EVERYONE = "";

    /**
     * Narrows a reading; null means any.
     *
     * @param scope exactly this scope
     * @param run events of this durable run only
     * @param subject events of this subject only
     */
    public record Filter(
            @Nullable String scope,
            @Nullable String run,
            @Nullable String subject) {
        public static final Filter NONE = new Filter(null, null, null);
    }

    /** What a live reader gets. */
    public sealed interface Frame {
        /** The first frame: the head's id. */
        record Hello(long head) implements Frame {}

        /** The log does not reach back to what was asked: re-read, then go on from {@code head}. */
        record Reset(long head) implements Frame {}

        /** One event. */
        record Of(Event event) implements Frame {}
    }

    /** Appends in the caller's transaction; published, in order, shortly after it commits. */
    public Uni<Void> append(Tx tx, NewEvent event) {
        return append(tx, List.of(event));
    }

    /** Appends several at once. */
    public Uni<Void> append(Tx tx, List<NewEvent> events) {
        throw new UnsupportedOperationException("skeleton");
    }

    /**
     * Hello first; then, with {@code after}, everything since it; then live, without gap or duplicate. A reader that falls more than 64 KiB
     * behind gets a failure ({@link SlowReaderException}) and must come back with the last id it saw.
     *
     * @param mayRead asked per event with its scope; the caller closes the stream when a right is lost
     */
    public Multi<Frame> stream(Filter filter, @Nullable Long after, Predicate<String> mayRead) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** Published events that match, newest first; {@code cursor} from the last page. */
    public Uni<Page<Event>> read(Filter filter, Predicate<String> mayRead, @Nullable String cursor, int limit) {
        throw new UnsupportedOperationException("skeleton");
    }
}
