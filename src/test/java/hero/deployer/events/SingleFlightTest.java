package hero.deployer.events;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class SingleFlightTest {
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final LoopRegistry loops = new LoopRegistry(meters);
    private final List<UniEmitter<? super String>> asked = new ArrayList<>();
    private final List<Object> told = new CopyOnWriteArrayList<>();

    private boolean ask(SingleFlight loop) {
        return loop.run(() -> Uni.createFrom().<String>emitter(asked::add), told::add, told::add);
    }

    @Test
    void one_run_at_a_time() {
        var loop = loops.loop("testing", "an answer");

        assertThat(ask(loop)).isTrue();
        assertThat(ask(loop)).isFalse();
        asked.getFirst().complete("one");

        assertThat(told).containsExactly("one");
        assertThat(ask(loop)).isTrue();
    }

    @Test
    void a_swallowed_answer_does_not_stop_the_loop_and_is_seen_until_the_next_success() {
        var loop = loops.loop("testing", "an answer", PATIENCE);
        ask(loop);

        await().until(() -> !told.isEmpty());

        assertThat(told.getFirst())
                .isInstanceOfSatisfying(
                        LoopTimeoutException.class,
                        gaveUp -> assertThat(gaveUp).hasMessageContaining("testing waited 500 ms for an answer"));
        assertThat(meters.get("deployer.loops.timeouts").functionCounter().count())
                .isEqualTo(1);
        var readiness = new LoopReadinessCheck(loops).call();
        assertThat(readiness.getStatus()).isEqualTo(Status.DOWN);
        assertThat(readiness.getData().orElseThrow().get("testing")).asString().startsWith("waits for an answer");

        asked.getFirst().complete("late");
        assertThat(ask(loop)).isTrue();
        asked.getLast().complete("in time");

        assertThat(told).hasSize(2).last().isEqualTo("in time");
        assertThat(new LoopReadinessCheck(loops).call().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void one_quick_failure_is_no_standstill_but_failing_on_and_on_is() {
        var clock = new AtomicLong();
        var loop = new SingleFlight("testing", "an answer", Duration.ofSeconds(8), clock::get);

        fail(loop);
        clock.addAndGet(Duration.ofSeconds(10).toNanos());
        assertThat(loop.standsStill()).isFalse();
        fail(loop);
        assertThat(loop.standsStill()).isTrue();

        clock.addAndGet(Duration.ofSeconds(17).toNanos());
        assertThat(loop.standsStill()).as("nobody wanted a run for long").isFalse();
    }

    private void fail(SingleFlight loop) {
        loop.<String>run(
                () -> Uni.createFrom().failure(new IllegalStateException("no database")), told::add, told::add);
    }

    @Test
    void a_pulse_goes_on_after_an_answer_that_never_came() {
        var vertx = Vertx.vertx();
        var runs = new AtomicInteger();
        var pulse = new Pulse(
                vertx,
                loops.loop("testing", "an answer", PATIENCE),
                Duration.ofMinutes(1),
                () -> runs.incrementAndGet() == 1
                        ? Uni.createFrom().emitter(asked -> {})
                        : Uni.createFrom().item(false));

        pulse.start();

        await().until(() -> runs.get() >= 2);
        pulse.stop();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
