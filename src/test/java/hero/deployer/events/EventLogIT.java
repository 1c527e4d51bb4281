package hero.deployer.events;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.Unpooled;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import hero.deployer.base.Tx;
import hero.deployer.events.EventLog.Filter;
import hero.deployer.events.EventLog.Frame;
import hero.deployer.testing.PostgresResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

@QuarkusTest
@WithTestResource(PostgresResource.class)
class EventLogIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Predicate<String> ALL = scope -> true;

    @Inject
    EventLog log;

    @Inject
    Pool pool;

    @Inject
    Vertx vertx;

    @Inject
    ObjectMapper mapper;

    @Inject
    Signals signals;

    private final String scope = "scope-" + UUID.randomUUID();
    private final Filter mine = new Filter(scope, null, null);

    @Test
    void hello_comes_first_and_then_what_is_new() {
        append("before");
        awaitPublished(1);

        var reader = follow(log, mine, null);
        await().atMost(PATIENCE).until(() -> !frames(reader).isEmpty());
        append("after");

        await().atMost(PATIENCE).until(() -> subjects(reader).equals(List.of("after")));
        assertThat(frames(reader).getFirst()).isInstanceOf(Frame.Hello.class);
        reader.cancel();
    }

    @Test
    void a_rolled_back_event_is_never_told() {
        var failure = pool.withTransaction(connection -> log.append(Tx.of(connection), event("lost"))
                        .chain(() -> Uni.createFrom().<Void>failure(new IllegalStateException("no"))))
                .onFailure()
                .recoverWithNull();
        failure.await().atMost(PATIENCE);
        append("kept");
        awaitPublished(1);

        assertThat(read()).extracting(Event::subject).containsExactly("kept");
    }

    /** Two replicas, three hundred writers whose commits interleave; two readers, one of which comes back again and again. */
    @Test
    void no_event_is_skipped_or_told_twice_under_hundreds_of_writers() {
        var other = replica();
        other.start();
        var steady = follow(log, mine, null);
        await().atMost(PATIENCE).until(() -> !frames(steady).isEmpty());
        long from = ((Frame.Hello) frames(steady).getFirst()).head();
        var resumed = new CopyOnWriteArrayList<Long>();

        var writers = new ArrayList<Uni<Void>>();
        for (int i = 0; i < 300; i++) {
            var name = "writer-" + i;
            writers.add(pool.withTransaction(connection -> log.append(Tx.of(connection), event(name))
                    .chain(() -> connection
                            .query("select pg_sleep(%s)"
                                    .formatted(ThreadLocalRandom.current().nextInt(60) / 1000.0))
                            .execute())
                    .chain(() -> log.append(Tx.of(connection), event(name)))));
        }
        var writing =
                Uni.join().all(writers).usingConcurrencyOf(12).andFailFast().subscribeAsCompletionStage();
        long last = from;
        while (resumed.size() < 600) {
            last = resumeOnce(other, last, resumed);
        }
        writing.toCompletableFuture().join();

        await().atMost(PATIENCE).until(() -> subjects(steady).size() >= 600);
        assertThat(ids(steady)).hasSize(600).isSorted().doesNotHaveDuplicates();
        assertThat(resumed).isEqualTo(ids(steady));
        steady.cancel();
        other.stop();
    }

    private long resumeOnce(EventLog other, long last, List<Long> seen) {
        var reader = follow(other, mine, last);
        await().atMost(PATIENCE).until(() -> !ids(reader).isEmpty());
        reader.cancel();
        var ids = ids(reader);
        assertThat(frames(reader)).noneMatch(frame -> frame instanceof Frame.Reset);
        seen.addAll(ids);
        return ids.getLast();
    }

    @Test
    void an_unknown_id_is_answered_by_reset() {
        long head = log.head().await().atMost(PATIENCE);

        for (long unknown : new long[] {head + 1_000_000, -5}) {
            var reader = follow(log, mine, unknown);
            await().atMost(PATIENCE).until(() -> frames(reader).size() == 2);
            assertThat(frames(reader).get(1)).isInstanceOf(Frame.Reset.class);
            reader.cancel();
        }
    }

    @Test
    void scope_is_respected_in_replay_and_live() {
        long head = log.head().await().atMost(PATIENCE);
        append("replayed");
        awaitPublished(1);

        var stranger = follow(log, Filter.NONE, head, seen -> !seen.equals(scope));
        var member = follow(log, Filter.NONE, head, seen -> seen.equals(scope));
        append("live");

        await().atMost(PATIENCE).until(() -> subjects(member).equals(List.of("replayed", "live")));
        assertThat(stranger.getItems().stream()
                        .filter(frame -> frame instanceof Frame.Of(Event event)
                                && event.scope().equals(scope)))
                .isEmpty();
        assertThat(log.read(mine, seen -> false, null, 10)
                        .await()
                        .atMost(PATIENCE)
                        .items())
                .isEmpty();
        stranger.cancel();
        member.cancel();
    }

    @Test
    void a_slow_reader_is_dropped_and_harms_no_other() {
        var slow = log.stream(mine, null, ALL).subscribe().withSubscriber(AssertSubscriber.<Frame>create(1));
        var quick = follow(log, mine, null);
        await().atMost(PATIENCE)
                .until(() -> !frames(slow).isEmpty() && !frames(quick).isEmpty());

        for (int i = 0; i < 20; i++) {
            append(i + "x".repeat(8_000));
        }

        await().atMost(PATIENCE).until(() -> slow.getFailure() instanceof SlowReaderException);
        await().atMost(PATIENCE).until(() -> subjects(quick).size() == 20);
        assertThat(slow.getItems()).hasSize(1);
        quick.cancel();
    }

    @Test
    void many_small_events_at_once_drop_nobody_who_takes_them() {
        var reader = follow(log, mine, null);
        await().atMost(PATIENCE).until(() -> !frames(reader).isEmpty());
        var many = IntStream.range(0, 500)
                .mapToObj(i -> new NewEvent("test.event", scope, "s" + i, null, Map.of("is", "x".repeat(100))))
                .toList();

        pool.withTransaction(connection -> log.append(Tx.of(connection), many))
                .await()
                .atMost(PATIENCE);

        await().atMost(PATIENCE)
                .until(() -> reader.getFailure() != null || events(reader).size() == many.size());
        assertThat(reader.getFailure()).isNull();
    }

    @Test
    void a_reader_may_replay_far_more_than_it_may_hold() {
        long head = log.head().await().atMost(PATIENCE);
        for (int i = 0; i < 40; i++) {
            append("y".repeat(6_000));
        }
        awaitPublished(40);

        var reader = log.stream(mine, head, ALL).subscribe().withSubscriber(AssertSubscriber.<Frame>create(1));
        await().atMost(PATIENCE).until(() -> {
            reader.request(1);
            return subjects(reader).size() == 40;
        });

        assertThat(ids(reader)).isSorted().doesNotHaveDuplicates();
        reader.cancel();
    }

    @Test
    void a_reader_who_catches_up_with_a_broadcast_that_is_behind_the_log_goes_on_with_it() {
        var six = IntStream.range(0, 6)
                .mapToObj(i -> new NewEvent("test.event", scope, "s" + i, null, Map.of("is", "z".repeat(30_000))))
                .toList();
        pool.withTransaction(connection -> log.append(Tx.of(connection), six))
                .await()
                .atMost(PATIENCE);
        awaitPublished(6);
        var events = read().reversed();
        long told = events.get(2).id();
        var recent = new Recent();
        recent.add(events.getFirst().id(), events.subList(1, 3), told);
        var past = new Past(recent, new EventStore(pool), PATIENCE);
        var got = AssertSubscriber.<Frame>create(Long.MAX_VALUE);

        var reader = new EventReader(past, mine, events.getFirst().id() - 1, ALL, got, gone -> {});
        got.onSubscribe(reader);
        reader.start();
        await().atMost(PATIENCE).until(() -> subjects(got).equals(List.of("s0", "s1", "s2")));
        for (var event : events.subList(3, 6)) {
            reader.broadcast(event.id() - 1, List.of(event), event.id());
        }

        await().atMost(PATIENCE).until(() -> subjects(got).equals(List.of("s0", "s1", "s2", "s3", "s4", "s5")));
        reader.cancel();
    }

    @Test
    void whoever_holds_the_publishers_lock_for_long_is_ended_and_events_go_on() {
        var holder = pool.getConnection().await().atMost(PATIENCE);
        var transaction = holder.begin().await().atMost(PATIENCE);
        holder.query("set local idle_in_transaction_session_timeout = 0")
                .execute()
                .await()
                .atMost(PATIENCE);
        holder.query("select pg_advisory_xact_lock(%d)".formatted(EventStore.PUBLISHER_LOCK))
                .execute()
                .await()
                .atMost(PATIENCE);

        append("held-up");

        await().atMost(Duration.ofSeconds(20)).until(() -> read().size() == 1);
        assertThatThrownBy(() -> transaction.commit().await().atMost(PATIENCE)).isNotNull();
    }

    @Test
    void an_event_is_rendered_once_for_all() {
        append("one");
        awaitPublished(1);
        var event = read().getFirst();

        var first = event.rendered(e -> Unpooled.wrappedBuffer(new byte[] {1}));
        assertThat(event.rendered(e -> Unpooled.wrappedBuffer(new byte[] {2}))).isSameAs(first);
        assertThat(event.data().getString("is")).isEqualTo("one");
    }

    @Test
    void reading_pages_from_the_newest() {
        for (var name : List.of("a", "b", "c")) {
            append(name);
        }
        awaitPublished(3);

        var first = log.read(mine, ALL, null, 2).await().atMost(PATIENCE);
        var second = log.read(mine, ALL, first.next(), 2).await().atMost(PATIENCE);

        assertThat(first.items()).extracting(Event::subject).containsExactly("c", "b");
        assertThat(second.items()).extracting(Event::subject).containsExactly("a");
        assertThat(second.next()).isNull();
    }

    private EventLog replica() {
        var meters = new SimpleMeterRegistry();
        return new EventLog(vertx, pool, mapper, signals, new LoopRegistry(meters), new TestConfig(), meters);
    }

    private NewEvent event(String name) {
        return new NewEvent("test.event", scope, name, null, Map.of("is", name));
    }

    private void append(String name) {
        pool.withTransaction(connection -> log.append(Tx.of(connection), event(name)))
                .await()
                .atMost(PATIENCE);
    }

    private List<Event> read() {
        return log.read(mine, ALL, null, 500).await().atMost(PATIENCE).items();
    }

    private void awaitPublished(int count) {
        await().atMost(PATIENCE).until(() -> read().size() == count);
    }

    private static AssertSubscriber<Frame> follow(EventLog log, Filter filter, @Nullable Long after) {
        return follow(log, filter, after, ALL);
    }

    private static AssertSubscriber<Frame> follow(
            EventLog log, Filter filter, @Nullable Long after, Predicate<String> mayRead) {
        return log.stream(filter, after, mayRead).subscribe().withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));
    }

    private static List<Frame> frames(AssertSubscriber<Frame> reader) {
        return List.copyOf(reader.getItems());
    }

    private static List<Long> ids(AssertSubscriber<Frame> reader) {
        return events(reader).stream().map(Event::id).toList();
    }

    private static List<String> subjects(AssertSubscriber<Frame> reader) {
        return events(reader).stream().map(Event::subject).toList();
    }

    private static List<Event> events(AssertSubscriber<Frame> reader) {
        var events = new ArrayList<Event>();
        for (var frame : frames(reader)) {
            if (frame instanceof Frame.Of(Event event)) {
                events.add(event);
            }
        }
        return events;
    }

    /** What the product has by default. */
    record TestConfig() implements EventsConfig {
        @Override
        public Duration keepAge() {
            return Duration.ofDays(14);
        }

        @Override
        public long keepCount() {
            return 1_000_000;
        }

        @Override
        public Duration poll() {
            return Duration.ofSeconds(5);
        }

        @Override
        public Duration stall() {
            return Duration.ofSeconds(20);
        }
    }
}
