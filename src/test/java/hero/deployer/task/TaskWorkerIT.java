package hero.deployer.task;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Transaction;
import io.vertx.mutiny.sqlclient.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import hero.deployer.base.Ids;
import hero.deployer.base.Tx;
import hero.deployer.events.LoopRegistry;
import hero.deployer.events.Signals;
import hero.deployer.testing.PostgresResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@QuarkusTest
@WithTestResource(PostgresResource.class)
class TaskWorkerIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Inject
    Vertx vertx;

    @Inject
    Pool pool;

    @Inject
    Signals signals;

    private final LoopRegistry loops = new LoopRegistry(new SimpleMeterRegistry());

    @Inject
    Tasks tasks;

    private final String kind = "kind-" + UUID.randomUUID();
    private final List<Worker> workers = new ArrayList<>();

    @AfterEach
    void stopWorkers() {
        workers.forEach(worker -> worker.stop().await().atMost(PATIENCE));
    }

    @Test
    void a_task_runs_once_and_is_gone() {
        var runs = new AtomicInteger();
        worker(lease -> {
            runs.incrementAndGet();
            return Uni.createFrom().item(TaskOutcome.done());
        });

        enqueue("a");

        await().atMost(PATIENCE).until(() -> runs.get() == 1);
        await().atMost(PATIENCE).until(() -> open() == 0);
    }

    @Test
    void a_thousand_tasks_raced_by_three_workers_are_each_accepted_once() {
        var accepted = new ConcurrentHashMap<String, AtomicInteger>();
        var fences = new ConcurrentHashMap<String, Long>();
        for (int i = 0; i < 3; i++) {
            worker(lease -> lease.commit(connection -> connection
                            .preparedQuery(
                                    "insert into event_pending (type, scope, subject, data) values ('test.task', $1, $2, '{}')")
                            .execute(Tuple.of(kind, lease.key())))
                    .invoke(() -> {
                        accepted.computeIfAbsent(lease.key(), key -> new AtomicInteger())
                                .incrementAndGet();
                        fences.put(lease.key(), lease.fence());
                    })
                    .replaceWith(TaskOutcome.done()));
        }
        var keys = new ArrayList<String>();
        for (int i = 0; i < 1_000; i++) {
            keys.add("task-" + i);
        }

        pool.preparedQuery("insert into task (kind, key, due_at) values ($1, $2, now())")
                .executeBatch(keys.stream().map(key -> Tuple.of(kind, key)).toList())
                .await()
                .atMost(PATIENCE);
        workers.forEach(Worker::wake);

        await().atMost(PATIENCE).until(() -> accepted.size() == 1_000 && open() == 0);
        assertThat(accepted.values()).allMatch(count -> count.get() == 1);
        assertThat(fences.values()).doesNotHaveDuplicates();
    }

    @Test
    void another_worker_takes_over_and_the_frozen_owner_changes_nothing() {
        var frozen = new CopyOnWriteArrayList<TaskLease>();
        var taker = new CopyOnWriteArrayList<TaskLease>();
        var owner = worker(lease -> {
            frozen.add(lease);
            return Uni.createFrom().nothing();
        });
        enqueue("precious");
        await().atMost(PATIENCE).until(() -> !frozen.isEmpty());

        owner.freeze();
        long start = System.nanoTime();
        worker(lease -> {
            taker.add(lease);
            return Uni.createFrom().nothing();
        });
        await().atMost(PATIENCE).until(() -> !taker.isEmpty());

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        assertThat(taker.getFirst().fence()).isGreaterThan(frozen.getFirst().fence());
        assertThat(tryCommit(frozen.getFirst()))
                .hasValueSatisfying(e -> assertThat(e).isInstanceOf(LostLeaseException.class));
        assertThat(tryCommit(taker.getFirst())).isEmpty();
    }

    @Test
    void a_lease_is_kept_while_its_turn_goes_on() {
        var runs = new AtomicInteger();
        var slow = new Function<TaskLease, Uni<TaskOutcome>>() {
            @Override
            public Uni<TaskOutcome> apply(TaskLease lease) {
                runs.incrementAndGet();
                return Uni.createFrom()
                        .item(TaskOutcome.done())
                        .onItem()
                        .delayIt()
                        .by(Duration.ofSeconds(5));
            }
        };
        worker(slow);
        worker(slow);

        enqueue("long");

        await().atMost(PATIENCE).until(() -> runs.get() == 1);
        await().atMost(PATIENCE).until(() -> open() == 0);
        assertThat(runs).hasValue(1);
    }

    @Test
    void a_turn_past_its_deadline_is_cancelled_and_tried_again() {
        var runs = new AtomicInteger();
        var cancelled = new AtomicInteger();
        var errors = new CopyOnWriteArrayList<Integer>();
        worker(
                lease -> {
                    errors.add(lease.errors());
                    return runs.incrementAndGet() == 1
                            ? Uni.createFrom()
                                    .<TaskOutcome>nothing()
                                    .onCancellation()
                                    .invoke(cancelled::incrementAndGet)
                            : Uni.createFrom().item(TaskOutcome.done());
                },
                Duration.ofMillis(300),
                64);

        enqueue("hangs");

        await().atMost(PATIENCE).until(() -> open() == 0 && runs.get() == 2);
        assertThat(cancelled).hasValue(1);
        assertThat(errors).containsExactly(0, 1);
    }

    @Test
    void an_unexpected_error_is_tried_again_and_kills_nobody() {
        var runs = new AtomicInteger();
        worker(lease -> {
            switch (runs.incrementAndGet()) {
                case 1 -> throw new IllegalStateException("thrown");
                case 2 -> {
                    return Uni.createFrom().failure(new IllegalStateException("failed"));
                }
                case 3 -> {
                    return Uni.createFrom().nullItem();
                }
                default -> {
                    return Uni.createFrom().item(TaskOutcome.done());
                }
            }
        });

        enqueue("hard");

        await().atMost(PATIENCE).until(() -> open() == 0 && runs.get() == 4);
    }

    @Test
    void what_is_due_now_does_not_wait_behind_a_crowd_that_is_due_later() {
        var runs = new AtomicInteger();
        var later = IntStream.range(0, 20_000).mapToObj(i -> "later-" + i).toList();
        worker(lease -> {
            runs.incrementAndGet();
            return Uni.createFrom().item(TaskOutcome.done());
        });
        // on a replica that was idle for long, whose statements are planned for an empty table by now
        pool.query("analyze task_wake").execute().await().atMost(PATIENCE);
        for (int i = 0; i < 200; i++) {
            new TaskStore(pool).moveWakes().await().atMost(PATIENCE);
        }
        try {
            pool.withTransaction(
                            connection -> tasks.enqueueLater(Tx.of(connection), kind, later, Duration.ofMinutes(10)))
                    .await()
                    .atMost(PATIENCE);

            enqueue("now");

            await().atMost(Duration.ofSeconds(8)).until(() -> runs.get() == 1);
        } finally {
            for (var table : List.of("task_wake", "task")) {
                pool.preparedQuery("delete from " + table + " where kind = $1")
                        .execute(Tuple.of(kind))
                        .await()
                        .atMost(PATIENCE);
            }
        }
    }

    @Test
    void what_is_enqueued_during_a_turn_is_followed_by_another() {
        var runs = new AtomicInteger();
        worker(lease -> {
            var more = runs.incrementAndGet() == 1
                    ? tasks.enqueue(Tx.of(pool), NewTask.now(kind, lease.key()))
                    : Uni.createFrom().voidItem();
            return more.replaceWith(TaskOutcome.done());
        });

        enqueue("again");

        await().atMost(PATIENCE).until(() -> runs.get() == 2 && open() == 0);
    }

    @Test
    void a_waiting_task_is_woken() {
        var runs = new AtomicInteger();
        worker(lease -> Uni.createFrom()
                .item(runs.incrementAndGet() == 1 ? TaskOutcome.again(Duration.ofHours(1)) : TaskOutcome.done()));
        enqueue("sleeper");
        await().atMost(PATIENCE).until(() -> runs.get() == 1 && idle() == 1);

        enqueue("sleeper");

        await().atMost(PATIENCE).until(() -> runs.get() == 2 && open() == 0);
    }

    @Test
    void a_delay_is_kept() {
        var times = new CopyOnWriteArrayList<Long>();
        worker(lease -> {
            times.add(System.nanoTime());
            return Uni.createFrom()
                    .item(times.size() == 1 ? TaskOutcome.again(Duration.ofMillis(400)) : TaskOutcome.done());
        });

        enqueue("delayed");

        await().atMost(PATIENCE).until(() -> times.size() == 2);
        assertThat(Duration.ofNanos(times.get(1) - times.get(0))).isGreaterThanOrEqualTo(Duration.ofMillis(400));
    }

    @Test
    void a_stopped_worker_gives_its_leases_back_at_once() {
        var runs = new AtomicInteger();
        Function<TaskLease, Uni<TaskOutcome>> first = lease -> {
            runs.incrementAndGet();
            return Uni.createFrom().nothing();
        };
        var leaving = worker(first);
        enqueue("handed-over");
        await().atMost(PATIENCE).until(() -> runs.get() == 1);

        leaving.stop().await().atMost(PATIENCE);

        assertThat(idle()).isEqualTo(1);
        worker(lease -> Uni.createFrom().item(TaskOutcome.done()));
        await().atMost(Duration.ofSeconds(4)).until(() -> open() == 0);
    }

    @Test
    void no_more_run_at_once_than_the_kind_allows() {
        var now = new AtomicInteger();
        var most = new AtomicInteger();
        var done = new AtomicInteger();
        worker(
                lease -> {
                    most.accumulateAndGet(now.incrementAndGet(), Math::max);
                    return Uni.createFrom()
                            .item(TaskOutcome.done())
                            .onItem()
                            .delayIt()
                            .by(Duration.ofMillis(ThreadLocalRandom.current().nextInt(5, 20)))
                            .invoke(() -> {
                                now.decrementAndGet();
                                done.incrementAndGet();
                            });
                },
                Duration.ofSeconds(30),
                3);

        for (int i = 0; i < 20; i++) {
            enqueue("limited-" + i);
        }

        await().atMost(PATIENCE).until(() -> done.get() == 20);
        assertThat(most.get()).isLessThanOrEqualTo(3);
    }

    @Test
    void a_task_whose_row_somebody_holds_keeps_no_other_waiting() {
        var ran = ConcurrentHashMap.<String>newKeySet();
        insert("held", "1 hour");
        try (var holder = new Holder()) {
            holder.lock("held");
            worker(lease -> {
                ran.add(lease.key());
                return Uni.createFrom().item(TaskOutcome.done());
            });

            enqueue("held");
            enqueue("other");
            await().atMost(Duration.ofSeconds(5)).until(() -> ran.contains("other") && count("key = 'other'") == 0);

            assertThat(ran).containsExactly("other");
            assertThat(waking()).isEqualTo(1);
        }

        await().atMost(Duration.ofSeconds(5)).until(() -> ran.contains("held") && open() == 0);
    }

    @Test
    void the_end_of_one_turn_whose_row_somebody_holds_keeps_no_other_waiting() {
        var running = ConcurrentHashMap.<String>newKeySet();
        var go = new CompletableFuture<TaskOutcome>();
        worker(lease -> {
            running.add(lease.key());
            return Uni.createFrom().completionStage(() -> go.copy());
        });
        enqueue("held");
        enqueue("other");
        await().atMost(PATIENCE).until(() -> running.size() == 2);
        try (var holder = new Holder()) {
            holder.lock("held");

            go.complete(TaskOutcome.done());

            await().atMost(Duration.ofSeconds(5)).until(() -> count("key = 'other'") == 0);
            assertThat(count("key = 'held'")).isEqualTo(1);
        }
        await().atMost(PATIENCE).until(() -> open() == 0);
    }

    @Test
    void the_task_of_a_replica_that_is_frozen_in_a_transaction_is_taken_over() {
        var owners = new CopyOnWriteArrayList<String>();
        var first = worker(lease -> {
            owners.add("frozen");
            // its process stands still from here on, with the task's row locked
            return lease.commit(connection -> Uni.createFrom().nothing());
        });
        enqueue("frozen");
        await().atMost(PATIENCE).until(() -> owners.contains("frozen"));
        first.freeze();
        var since = System.nanoTime();
        worker(lease -> {
            owners.add("living");
            return Uni.createFrom().item(TaskOutcome.done());
        });

        await().atMost(Duration.ofSeconds(10)).until(() -> owners.contains("living"));

        assertThat(Duration.ofNanos(System.nanoTime() - since)).isLessThan(Duration.ofSeconds(10));
        await().atMost(PATIENCE).until(() -> open() == 0);
    }

    @Test
    void every_replica_hears_of_an_enqueue_at_its_commit() {
        var runs = new AtomicInteger();
        var handler = new TestHandler(
                kind,
                lease -> {
                    runs.incrementAndGet();
                    return Uni.createFrom().item(TaskOutcome.done());
                },
                Duration.ofSeconds(60),
                64);
        var elsewhere = new Worker(
                vertx,
                new TaskStore(pool),
                List.of(handler),
                new TestConfig(Duration.ofMinutes(5)),
                loops,
                Ids.next("worker"));
        workers.add(elsewhere);
        elsewhere.start();
        signals.on("hero_tasks", elsewhere::hear);

        // as another replica does: nobody here is woken by the call
        insertWake("told");

        await().atMost(Duration.ofSeconds(10)).until(() -> runs.get() == 1);
    }

    /** Another client that holds rows for as long as it likes. */
    private final class Holder implements AutoCloseable {
        private final SqlConnection connection = pool.getConnection().await().atMost(PATIENCE);
        private final Transaction transaction = connection.begin().await().atMost(PATIENCE);

        Holder() {
            connection
                    .query("set local idle_in_transaction_session_timeout = 0")
                    .execute()
                    .await()
                    .atMost(PATIENCE);
        }

        void lock(String key) {
            connection
                    .preparedQuery("select 1 from task where kind = $1 and key = $2 for update")
                    .execute(Tuple.of(kind, key))
                    .await()
                    .atMost(PATIENCE);
        }

        @Override
        public void close() {
            transaction.rollback().await().atMost(PATIENCE);
            connection.close().await().atMost(PATIENCE);
        }
    }

    private void insert(String key, String later) {
        pool.preparedQuery(
                        "insert into task (kind, key, due_at) values ($1, $2, clock_timestamp() + cast(cast($3 as text) as interval))")
                .execute(Tuple.of(kind, key, later))
                .await()
                .atMost(PATIENCE);
    }

    private void insertWake(String key) {
        pool.preparedQuery("insert into task_wake (kind, key, due_at) values ($1, $2, clock_timestamp())")
                .execute(Tuple.of(kind, key))
                .await()
                .atMost(PATIENCE);
    }

    private Worker worker(Function<TaskLease, Uni<TaskOutcome>> turn) {
        return worker(turn, Duration.ofSeconds(60), 64);
    }

    private Worker worker(Function<TaskLease, Uni<TaskOutcome>> turn, Duration deadline, int atOnce) {
        var handler = new TestHandler(kind, turn, deadline, atOnce);
        var worker =
                new Worker(vertx, new TaskStore(pool), List.of(handler), new TestConfig(), loops, Ids.next("worker"));
        workers.add(worker);
        worker.start();
        return worker;
    }

    private void enqueue(String key) {
        pool.withTransaction(connection -> tasks.enqueue(Tx.of(connection), NewTask.now(kind, key)))
                .await()
                .atMost(PATIENCE);
        workers.getFirst().wake();
    }

    private static Optional<Throwable> tryCommit(TaskLease lease) {
        return lease.commit(connection -> Uni.createFrom().item("written"))
                .map(written -> Optional.<Throwable>empty())
                .onFailure()
                .recoverWithItem(Optional::of)
                .await()
                .atMost(PATIENCE);
    }

    private long open() {
        return count("true") + waking();
    }

    private long idle() {
        return count("lease_owner is null");
    }

    private long waking() {
        return pool.preparedQuery("select count(*) from task_wake where kind = $1")
                .execute(Tuple.of(kind))
                .await()
                .atMost(PATIENCE)
                .iterator()
                .next()
                .getLong(0);
    }

    private long count(String which) {
        return pool.preparedQuery("select count(*) from task where kind = $1 and " + which)
                .execute(Tuple.of(kind))
                .await()
                .atMost(PATIENCE)
                .iterator()
                .next()
                .getLong(0);
    }

    record TestHandler(
            String kind, Function<TaskLease, Uni<TaskOutcome>> turn, Duration turnDeadline, int maxConcurrent)
            implements TaskHandler {
        @Override
        public Uni<TaskOutcome> run(TaskLease lease) {
            return turn.apply(lease);
        }
    }

    /** Quicker than the product, so that takeovers need not be waited for. */
    record TestConfig(Duration poll) implements TaskConfig {
        TestConfig() {
            this(Duration.ofSeconds(1));
        }

        @Override
        public Duration lease() {
            return Duration.ofSeconds(2);
        }

        @Override
        public Duration renewal() {
            return Duration.ofMillis(500);
        }

        @Override
        public Duration rest() {
            return poll;
        }

        @Override
        public int batch() {
            return 100;
        }

        @Override
        public Duration stopGrace() {
            return Duration.ofMillis(200);
        }
    }
}
