package hero.deployer.gateway;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/**
 * Asks every few seconds whether the login behind an open exchange still stands, and ends the exchange when it does not. One timer looks
 * after all of them: most are over long before they are asked about.
 */
@Singleton
class Watch {
    /** How long we go on when nobody can tell us, such as during a restart of the database. */
    private static final long BLIND_NANOS = Duration.ofSeconds(60).toNanos();

    /** Looks in the time from one question about an exchange to the next. */
    private static final int LOOKS = 6;

    private final Vertx vertx;
    private final Visitors visitors;
    private final long everyNanos;
    private final Set<Exchange> open = ConcurrentHashMap.newKeySet();

    Watch(Vertx vertx, Visitors visitors, GatewayConfig config) {
        this.vertx = vertx;
        this.visitors = visitors;
        this.everyNanos = config.recheck().toNanos();
        vertx.setPeriodic(Math.max(1, config.recheck().toMillis() / LOOKS), tick -> open.forEach(Exchange::look));
    }

    /** Until the visit is over; {@code end} runs on the event loop that this is called on. */
    void over(Visit visit, String secret, Runnable end) {
        var exchange = new Exchange(visit, secret, end, vertx.getOrCreateContext());
        open.add(exchange);
        visit.whenOver(() -> open.remove(exchange));
    }

    private final class Exchange {
        private final Visit visit;
        private final String secret;
        private final Runnable end;
        private final Context context;
        private volatile long confirmedAt = System.nanoTime();
        private volatile long askedAt = confirmedAt;

        Exchange(Visit visit, String secret, Runnable end, Context context) {
            this.visit = visit;
            this.secret = secret;
            this.end = end;
            this.context = context;
        }

        void look() {
            long now = System.nanoTime();
            if (now - askedAt >= everyNanos) {
                askedAt = now;
                // deferred: what is thrown there must not keep the others from being asked about
                Uni.createFrom()
                        .deferred(() -> visitors.stands(secret, visit.cockpit()))
                        .subscribe()
                        .with(this::told, this::unknown);
            }
        }

        private void told(boolean stands) {
            if (stands) {
                confirmedAt = System.nanoTime();
            } else {
                end();
            }
        }

        private void unknown(Throwable failure) {
            if (System.nanoTime() - confirmedAt > BLIND_NANOS) {
                end();
            }
        }

        private void end() {
            context.runOnContext(go -> {
                if (open.contains(this)) {
                    end.run();
                }
            });
        }
    }
}
