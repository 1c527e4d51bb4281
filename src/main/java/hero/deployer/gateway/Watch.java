package hero.deployer.gateway;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;

import io.vertx.core.Vertx;

/** Asks every few seconds whether the login behind an open exchange still stands, and ends the exchange when it does not. */
@ApplicationScoped
class Watch {
    /** How long we go on when nobody can tell us, such as during a restart of the database. */
    private static final long BLIND_NANOS = Duration.ofSeconds(60).toNanos();

    private final Vertx vertx;
    private final Visitors visitors;
    private final long everyMillis;

    Watch(Vertx vertx, Visitors visitors, GatewayConfig config) {
        this.vertx = vertx;
        this.visitors = visitors;
        this.everyMillis = config.recheck().toMillis();
    }

    /** Until the visit is over. */
    void over(Visit visit, String secret, Runnable end) {
        var confirmedAt = new long[] {System.nanoTime()};
        long timer = vertx.setPeriodic(
                everyMillis,
                tick -> visitors.stands(secret, visit.cockpit())
                        .subscribe()
                        .with(
                                stands -> {
                                    if (stands) {
                                        confirmedAt[0] = System.nanoTime();
                                    } else {
                                        end.run();
                                    }
                                },
                                unknown -> {
                                    if (System.nanoTime() - confirmedAt[0] > BLIND_NANOS) {
                                        end.run();
                                    }
                                }));
        visit.whenOver(() -> vertx.cancelTimer(timer));
    }
}
