package hero.deployer.gateway;

import java.util.function.LongSupplier;

import io.vertx.core.Vertx;

/** Tells each time a number has stood still from one look to the next. */
final class StallTimer {
    private final Vertx vertx;
    private final long timer;
    private long seen;

    StallTimer(Vertx vertx, long everyMillis, LongSupplier progress, Runnable stalled) {
        this.vertx = vertx;
        this.seen = progress.getAsLong();
        this.timer = vertx.setPeriodic(everyMillis, tick -> {
            long now = progress.getAsLong();
            if (now == seen) {
                stalled.run();
            }
            seen = now;
        });
    }

    void cancel() {
        vertx.cancelTimer(timer);
    }
}
