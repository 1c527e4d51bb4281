package hero.deployer.events;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import jakarta.enterprise.context.ApplicationScoped;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** This replica's loops. One that stands still is seen here, by readiness and by metrics, with what it waits for. */
@ApplicationScoped
public class LoopRegistry {
    /** More than any answer of the database takes, and less than people wait. */
    public static final Duration PATIENCE = Duration.ofSeconds(8);

    private final MeterRegistry meters;
    private final List<SingleFlight> loops = new CopyOnWriteArrayList<>();

    public LoopRegistry(MeterRegistry meters) {
        this.meters = meters;
    }

    /** A loop whose runs are given up after {@link #PATIENCE}. */
    public SingleFlight loop(String name, String waitsFor) {
        return loop(name, waitsFor, PATIENCE);
    }

    /**
     * @param name what it does, such as "claiming tasks"; a metric's label, so one of few
     * @param waitsFor what a run waits for, in words
     * @param patience how long one run may take
     */
    public SingleFlight loop(String name, String waitsFor, Duration patience) {
        var loop = new SingleFlight(name, waitsFor, patience, System::nanoTime);
        loops.add(loop);
        FunctionCounter.builder("deployer.loops.timeouts", loop, SingleFlight::timeouts)
                .description("runs that got no answer in time and were given up")
                .tag("loop", name)
                .register(meters);
        Gauge.builder("deployer.loops.standing", loop, SingleFlight::standingSeconds)
                .description("for how long no run has come to a good end")
                .baseUnit("seconds")
                .tag("loop", name)
                .register(meters);
        return loop;
    }

    List<SingleFlight> standing() {
        return loops.stream().filter(SingleFlight::standsStill).toList();
    }
}
