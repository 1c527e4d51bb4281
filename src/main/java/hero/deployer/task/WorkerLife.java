package hero.deployer.task;

import java.util.List;
import java.util.UUID;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import org.jboss.logging.Logger;

import hero.deployer.events.LoopRegistry;
import hero.deployer.events.Signals;

/** This replica's worker: begins once everything else has started, stops before anything else does. */
@ApplicationScoped
class WorkerLife {
    private static final Logger LOG = Logger.getLogger(WorkerLife.class);

    /** What V040 sends once a transaction that enqueues. */
    private static final String CHANNEL = "hero_tasks";

    private final Worker worker;
    private final Signals signals;
    private final TaskConfig config;

    WorkerLife(
            Vertx vertx,
            TaskStore store,
            @All List<TaskHandler> handlers,
            TaskConfig config,
            Tasks tasks,
            LoopRegistry loops,
            Signals signals,
            MeterRegistry meters) {
        this.config = config;
        this.signals = signals;
        this.worker = new Worker(vertx, store, handlers, config, loops, "replica-" + UUID.randomUUID());
        tasks.onEnqueue(worker::wake);
        meters.gauge("deployer.tasks.running", worker, Worker::running);
        FunctionCounter.builder("deployer.tasks.errors", worker, Worker::errors).register(meters);
    }

    void start(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) StartupEvent event) {
        worker.start();
        signals.on(CHANNEL, worker::hear);
    }

    void stop(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) ShutdownEvent event) {
        try {
            worker.stop().await().atMost(config.stopGrace().plusSeconds(2));
        } catch (RuntimeException e) {
            LOG.warnf("Leases were not given back, they will lapse: %s", e.getMessage());
        }
    }
}
