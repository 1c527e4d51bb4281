package hero.deployer.console;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

import hero.deployer.events.EventLog;
import hero.deployer.identity.Caller;
import hero.deployer.identity.Credential;

/** Serves streams: opens, beats, looks at rights, and ends them. */
@ApplicationScoped
class EventStreams {
    /** How often each stream is looked at; the configured pauses are multiples of about this. */
    private static final long TICK_MILLIS = 250;

    private final EventLog log;
    private final StreamRegistry registry;
    private final StreamRights rights;
    private final StreamConfig config;

    EventStreams(EventLog log, StreamRegistry registry, StreamRights rights, StreamConfig config) {
        this.log = log;
        this.registry = registry;
        this.rights = rights;
        this.config = config;
    }

    boolean isFull() {
        return registry.isFull();
    }

    /** Ends when the stream has ended; to be called on the event loop of the request. */
    Uni<Void> serve(RoutingContext http, Caller who, Credential credential, StreamQuery query) {
        return Uni.createFrom().emitter(done -> {
            // the connection's own loop, not the request's duplicated context, which ends with the request
            var context = http.vertx().getOrCreateContext();
            new Serving(http, context, who, credential, query).begin(done);
        });
    }

    private final class Serving {
        private final Vertx vertx;
        private final RoutingContext http;
        private final Context context;
        private final Caller who;
        private final Credential credential;
        private final StreamQuery query;
        private @Nullable EventStream stream;
        private long timer;
        private long lastCheck = System.nanoTime();

        Serving(RoutingContext http, Context context, Caller who, Credential credential, StreamQuery query) {
            this.vertx = http.vertx();
            this.http = http;
            this.context = context;
            this.who = who;
            this.credential = credential;
            this.query = query;
        }

        void begin(UniEmitter<? super Void> done) {
            var opened = new EventStream(
                    http.response(), context, new StreamFrames(query.after(), config.retry()), () -> end(done));
            stream = opened;
            opened.open();
            registry.add(opened);
            timer = vertx.setPeriodic(TICK_MILLIS, tick -> tick(opened));
            log.stream(query.filter(), query.after(), who::maySee).subscribe().withSubscriber(opened);
        }

        private void tick(EventStream opened) {
            opened.tick(config);
            long now = System.nanoTime();
            if (now - lastCheck >= config.recheck().toNanos()) {
                lastCheck = now;
                rights.stillStand(credential, who).subscribe().with(stand -> {
                    if (!stand) {
                        opened.close();
                    }
                });
            }
        }

        private void end(UniEmitter<? super Void> done) {
            vertx.cancelTimer(timer);
            if (stream != null) {
                registry.remove(stream);
            }
            done.complete(null);
        }
    }
}
