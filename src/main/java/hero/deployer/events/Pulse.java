package hero.deployer.events;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import org.jboss.logging.Logger;

/**
 * Runs one piece of repeated work on an event loop of its own, never twice at once: when poked, quickly and repeatedly for a while after
 * something was written that may not have committed yet, and slowly always, as a safety net.
 */
public final class Pulse {
    private static final Logger LOG = Logger.getLogger(Pulse.class);
    private static final long FIRST_MILLIS = 2;
    private static final long LAST_MILLIS = 1_000;
    private static final long RETRY_MILLIS = 500;

    private final Vertx vertx;
    private final Context context;
    private final String name;
    private final SingleFlight flight;
    private final Supplier<Uni<Boolean>> work;
    private final long idleMillis;

    // all below are touched on the context alone
    private boolean again;
    private boolean stopped;
    private long burst = Long.MAX_VALUE;
    private long timer = -1;

    /**
     * @param loop what runs it, and gives up a run that gets no answer
     * @param work answers whether there is more to do at once
     */
    public Pulse(Vertx vertx, SingleFlight loop, Duration idle, Supplier<Uni<Boolean>> work) {
        this(vertx, ((VertxInternal) vertx).createEventLoopContext(), loop, idle, work);
    }

    /** Shares the event loop of another, so that both may touch the same state. */
    public Pulse(Vertx vertx, Context context, SingleFlight loop, Duration idle, Supplier<Uni<Boolean>> work) {
        this.vertx = vertx;
        this.context = context;
        this.name = loop.name();
        this.flight = loop;
        this.idleMillis = idle.toMillis();
        this.work = work;
    }

    /** The event loop that the work runs on. */
    public Context context() {
        return context;
    }

    public void start() {
        poke();
    }

    /** Runs the work now, or once more right after the run that is under way. */
    public void poke() {
        context.runOnContext(ignored -> run());
    }

    /** Runs the work soon and, with growing pauses, for two seconds more: whatever was just written commits meanwhile. */
    public void burst() {
        context.runOnContext(ignored -> {
            burst = FIRST_MILLIS;
            schedule();
        });
    }

    /** Runs the work once after {@code delay}. */
    public void after(Duration delay) {
        context.runOnContext(ignored -> {
            if (!stopped) {
                vertx.setTimer(Math.max(1, delay.toMillis()), timer -> poke());
            }
        });
    }

    /** No run begins after this; one that is under way ends by itself. */
    public void stop() {
        context.runOnContext(ignored -> {
            stopped = true;
            vertx.cancelTimer(timer);
        });
    }

    private void run() {
        if (stopped) {
            return;
        }
        again = !flight.run(work, this::ended, this::failed);
    }

    private void failed(Throwable e) {
        LOG.warnf("%s: %s; it is tried again", name, e.toString());
        context.runOnContext(ignored -> {
            burst = Math.min(burst, RETRY_MILLIS);
            schedule();
        });
    }

    private void ended(boolean more) {
        context.runOnContext(ignored -> {
            if (more || again) {
                run();
            } else {
                schedule();
            }
        });
    }

    /** One timer at a time: the next step of a burst, or the slow tick with its jitter. */
    private void schedule() {
        if (stopped) {
            return;
        }
        vertx.cancelTimer(timer);
        long delay;
        if (burst <= LAST_MILLIS) {
            delay = burst;
            burst *= 2;
        } else {
            delay = idleMillis - ThreadLocalRandom.current().nextLong(idleMillis / 5 + 1);
        }
        timer = vertx.setTimer(Math.max(1, delay), ignored -> poke());
    }
}
