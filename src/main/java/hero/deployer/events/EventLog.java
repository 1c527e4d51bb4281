package hero.deployer.events;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.function.Function;
import java.util.function.Predicate;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.Page;
import hero.deployer.base.ProblemException;
import hero.deployer.base.Tx;

/** The durable log of what happened, and its live stream. */
@ApplicationScoped
public class EventLog {
    /** The scope of events that everyone who is signed in may see. */
    public static final String EVERYONE = "";

    /** The scope of events that only those may see who see everything; no organization's slug looks like it. */
    public static final String DEPLOYER = "*";

    private static final String CHANNEL = "hero_events";
    /** A reader that could not be let in by then is sent away with a hint to come back. */
    private static final Duration READER_PATIENCE = Duration.ofSeconds(20);

    /** Whoever publishes now publishes ours, too, unless it is frozen. */
    private static final Duration BLOCKED_FOR = Duration.ofSeconds(1);

    private static final String DATABASE = "PostgreSQL";

    /** A run forgets thousands, and nobody waits for it. */
    private static final Duration RETENTION_PATIENCE = Duration.ofMinutes(1);

    private static final Duration RETENTION_EVERY = Duration.ofMinutes(10);

    /** How many events one reading may look at in search of what the reader may see. */
    private static final int LOOKED_AT = 1_000;

    private static final String APPEND = """
            insert into event_pending (type, scope, subject, run, data)
            values ($1::text, $2::text, $3::text, $4::text, $5::text)""";

    private static final String APPEND_ALL = """
            insert into event_pending (type, scope, subject, run, data)
            select type, scope, subject, run, data
            from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[]) with ordinality
                as given (type, scope, subject, run, data, place)
            order by place""";

    /**
     * Narrows a reading; null means any.
     *
     * @param scope exactly this scope
     * @param run events of this durable run only
     * @param subject events of this subject only
     * @param type events of this type only
     */
    public record Filter(
            @Nullable String scope,
            @Nullable String run,
            @Nullable String subject,
            @Nullable String type) {
        public static final Filter NONE = new Filter(null, null, null);

        boolean admits(Event event) {
            return (scope == null || scope.equals(event.scope()))
                    && (run == null || run.equals(event.run()))
                    && (type == null || type.equals(event.type()))
                    && (subject == null || subject.equals(event.subject()));
        }

        /** Of any type. */
        public Filter(@Nullable String scope, @Nullable String run, @Nullable String subject) {
            this(scope, run, subject, null);
        }
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

    /** A reader that wants to know when everything that came at once was handed out, so that it can send it in one go. */
    public interface FrameSubscriber extends Flow.Subscriber<Frame> {
        void handedOut();
    }

    private final ObjectMapper mapper;
    private final Signals signals;
    private final EventStore store;
    private final Past past;
    private final Broadcast broadcast;
    private final Pulse publisher;
    private final Pulse retention;
    private final Counter published;

    EventLog(
            Vertx vertx,
            Pool pool,
            ObjectMapper mapper,
            Signals signals,
            LoopRegistry loops,
            EventsConfig config,
            MeterRegistry metrics) {
        this.mapper = mapper;
        this.signals = signals;
        this.store = new EventStore(pool);
        var recent = new Recent();
        this.past = new Past(recent, store, READER_PATIENCE);
        this.broadcast = new Broadcast(
                vertx, store, recent, loops.loop("reading events", DATABASE), config.poll(), config.stall());
        this.publisher = new Pulse(vertx, loops.loop("publishing events", DATABASE), config.poll(), this::publish);
        this.retention = new Pulse(
                vertx,
                loops.loop("forgetting events", DATABASE, RETENTION_PATIENCE),
                RETENTION_EVERY,
                () -> store.forget(config.keepAge(), config.keepCount()));
        this.published = metrics.counter("deployer.events.published");
        metrics.gauge("deployer.events.readers", broadcast, Broadcast::readers);
    }

    void start(@Observes StartupEvent event) {
        start();
    }

    void stop(@Observes ShutdownEvent event) {
        stop();
    }

    void start() {
        signals.on(CHANNEL, broadcast::poke);
        publisher.start();
        broadcast.start();
        retention.start();
    }

    void stop() {
        publisher.stop();
        broadcast.stop();
        retention.stop();
    }

    /** Appends in the caller's transaction; published, in order, shortly after it commits. */
    public Uni<Void> append(Tx tx, NewEvent event) {
        return tx.update(APPEND, event.type(), event.scope(), event.subject(), event.run(), json(event))
                .invoke(publisher::burst)
                .replaceWithVoid();
    }

    /** Appends several with one statement; they are published in the order given. */
    public Uni<Void> append(Tx tx, List<NewEvent> events) {
        if (events.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return tx.update(
                        APPEND_ALL,
                        column(events, NewEvent::type),
                        column(events, NewEvent::scope),
                        column(events, NewEvent::subject),
                        column(events, NewEvent::run),
                        column(events, this::json))
                .invoke(publisher::burst)
                .replaceWithVoid();
    }

    private static @Nullable String[] column(List<NewEvent> events, Function<NewEvent, @Nullable String> value) {
        return events.stream().map(value).toArray(String[]::new);
    }

    /** The id of the last published event. */
    public Uni<Long> head() {
        return store.reach().map(EventStore.Reach::head);
    }

    /**
     * Hello first; then, with {@code after}, everything since it; then live, without gap or duplicate. A reader that falls more than 64 KiB
     * behind gets a failure ({@link SlowReaderException}) and must come back with the last id it saw.
     *
     * @param mayRead asked per event with its scope; the caller closes the stream when a right is lost
     */
    public Multi<Frame> stream(Filter filter, @Nullable Long after, Predicate<String> mayRead) {
        return Multi.createFrom().publisher(publisher(filter, after, mayRead));
    }

    /** {@link #stream} for the many: each frame goes straight to the subscriber, on the event loop that it subscribed on. */
    public Flow.Publisher<Frame> publisher(Filter filter, @Nullable Long after, Predicate<String> mayRead) {
        return subscriber -> {
            var reader = new EventReader(past, filter, after, mayRead, subscriber, broadcast::remove);
            broadcast.add(reader);
            subscriber.onSubscribe(reader);
            reader.start();
        };
    }

    /** Published events that match, newest first; {@code cursor} from the last page. A page may be short though there are more. */
    public Uni<Page<Event>> read(Filter filter, Predicate<String> mayRead, @Nullable String cursor, int limit) {
        long before = cursor == null ? Long.MAX_VALUE : parse(cursor);
        return store.newest(filter, before, LOOKED_AT).map(events -> {
            var items = events.stream()
                    .filter(event -> mayRead.test(event.scope()))
                    .limit(limit)
                    .toList();
            if (items.size() == limit && !items.isEmpty() && items.getLast() != events.getLast()) {
                return new Page<>(items, Long.toString(items.getLast().id()));
            }
            return new Page<>(
                    items,
                    events.size() == LOOKED_AT ? Long.toString(events.getLast().id()) : null);
        });
    }

    private Uni<Boolean> publish() {
        return store.publish(signals, CHANNEL).map(count -> {
            if (count == EventStore.BLOCKED) {
                publisher.after(BLOCKED_FOR);
                return false;
            }
            published.increment(count);
            if (count > 0) {
                broadcast.poke();
            }
            return count > 0;
        });
    }

    private static long parse(String cursor) {
        try {
            return Long.parseLong(cursor);
        } catch (NumberFormatException e) {
            throw ProblemException.badField("cursor", "is not one that a page gave");
        }
    }

    private String json(NewEvent event) {
        try {
            return mapper.writeValueAsString(event.data());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an event cannot be written as JSON: " + event.type(), e);
        }
    }
}
