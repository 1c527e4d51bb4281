package hero.deployer.console;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import org.jboss.logging.Logger;

import hero.deployer.base.ProblemException;
import hero.deployer.events.EventLog;
import hero.deployer.identity.Caller;
import hero.deployer.identity.Credential;

/** Serves streams: opens, beats, looks at rights, and ends them. */
@ApplicationScoped
class EventStreams {
    /** How often the streams are looked at, all by one timer; the configured pauses are multiples of about this. */
    private static final long TICK_MILLIS = 250;

    private static final Logger LOG = Logger.getLogger(EventStreams.class);

    private final Vertx vertx;
    private final EventLog log;
    private final StreamRegistry registry;
    private final StreamRights rights;
    private final StreamConfig config;
    private final Set<Serving> servings = ConcurrentHashMap.newKeySet();

    EventStreams(Vertx vertx, EventLog log, StreamRegistry registry, StreamRights rights, StreamConfig config) {
        this.vertx = vertx;
        this.log = log;
        this.registry = registry;
        this.rights = rights;
        this.config = config;
    }

    void start(@Observes StartupEvent started) {
        vertx.setPeriodic(TICK_MILLIS, tick -> servings.forEach(Serving::look));
    }

    boolean isFull() {
        return registry.isFull();
    }

    /** @throws ProblemException 429 when this person has as many streams as one may have */
    void requirePlaceFor(Caller who) {
        if (registry.of(who.username()) >= registry.maxPerPerson()) {
            throw tooMany();
        }
    }

    private ProblemException tooMany() {
        return ProblemException.of(
                        429,
                        "too-many-streams",
                        "Too many streams",
                        "You have " + registry.maxPerPerson() + " event streams open, as many as one person may have."
                                + " Close some, or read several things on one stream.")
                .with("max", registry.maxPerPerson());
    }

    /**
     * Ends when the stream has ended; to be called on the event loop of the request.
     *
     * @throws ProblemException 429, by the Uni, when this person has as many streams as one may have
     */
    Uni<Void> serve(RoutingContext http, Caller who, Credential credential, StreamQuery query) {
        return Uni.createFrom().emitter(done -> {
            // the connection's own loop, not the request's duplicated context, which ends with the request
            var context = http.vertx().getOrCreateContext();
            new Serving(http.request(), context, who, credential, query, done).begin();
        });
    }

    private final class Serving {
        private final EventStream stream;
        private volatile Caller who;
        private final Credential credential;
        private final String person;
        private final StreamQuery query;
        private final UniEmitter<? super Void> done;
        private volatile long lastCheck;

        Serving(
                HttpServerRequest request,
                Context context,
                Caller who,
                Credential credential,
                StreamQuery query,
                UniEmitter<? super Void> done) {
            this.who = who;
            this.person = who.username();
            this.credential = credential;
            this.query = query;
            this.done = done;
            // streams that came at one moment, as after a restart, do not look again at one moment
            this.lastCheck = System.nanoTime()
                    - ThreadLocalRandom.current().nextLong(config.recheck().toNanos());
            this.stream = new EventStream(request, context, new StreamFrames(query.after(), config.retry()), this::end);
        }

        void begin() {
            if (!registry.add(person, stream)) {
                done.fail(tooMany());
                return;
            }
            servings.add(this);
            stream.open();
            log.publisher(query.filter(), query.after(), scope -> who.maySee(scope))
                    .subscribe(stream);
        }

        /** What breaks here ends this stream alone. */
        void look() {
            try {
                tick();
            } catch (RuntimeException broken) {
                LOG.warnf("A stream broke and is closed: %s", broken);
                stream.close();
            }
        }

        private void tick() {
            stream.tick(config);
            long now = System.nanoTime();
            if (now - lastCheck >= config.recheck().toNanos()) {
                lastCheck = now;
                // a failure says no more than that nobody can tell just now
                rights.now(credential, who)
                        .subscribe()
                        .with(found -> found.ifPresentOrElse(reader -> who = reader, stream::close), failure -> {});
            }
        }

        private void end() {
            servings.remove(this);
            registry.remove(person, stream);
            done.complete(null);
        }
    }
}
