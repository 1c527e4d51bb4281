package hero.deployer.health;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.logging.Log;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;

import hero.deployer.base.Tx;
import hero.deployer.events.EventLog;
import hero.deployer.events.NewEvent;
import hero.deployer.instance.Health;
import hero.deployer.instance.InstanceRow;
import hero.deployer.instance.Instances;

/** Probes a whole organization because somebody asked; whoever asks meanwhile gets the same answer. */
@ApplicationScoped
class HealthCheck {
    static final String EVENT = "health.check";
    /** What a probe found is written soon after it, or passed over. */
    private static final Duration WRITTEN_BY = Duration.ofSeconds(10);

    private static final Duration BETWEEN_TRIES = Duration.ofMillis(200);

    private final Vertx vertx;
    private final Pool pool;
    private final Instances instances;
    private final HealthService service;
    private final EventLog events;
    private final HealthConfig config;
    private final Map<String, Uni<HealthTally>> running = new ConcurrentHashMap<>();

    HealthCheck(
            Vertx vertx, Pool pool, Instances instances, HealthService service, EventLog events, HealthConfig config) {
        this.vertx = vertx;
        this.pool = pool;
        this.instances = instances;
        this.service = service;
        this.events = events;
        this.config = config;
    }

    /**
     * Probes every instance of an organization now, again at once where a probe is lost, until each is decided; those without a machine to
     * ask count with the health they have, and those that are removed meanwhile not at all. Whoever asks another replica meanwhile has it
     * probe once more: a check costs little, and no replica waits for another.
     */
    Uni<HealthTally> of(String organization) {
        return running.computeIfAbsent(
                organization,
                slug -> run(slug)
                        .onTermination()
                        .invoke(() -> running.remove(slug))
                        .memoize()
                        .indefinitely());
    }

    private Uni<HealthTally> run(String organization) {
        return pool.withConnection(connection -> instances.ofOrganization(Tx.of(connection), organization))
                .chain(all -> run(organization, all));
    }

    private Uni<HealthTally> run(String organization, List<InstanceRow> all) {
        var progress = new HealthProgress(all.size(), System.nanoTime());
        var losses = new LossCounter();
        var telling = new AtomicReference<CompletionStage<Void>>(CompletableFuture.completedStage(null));
        return Multi.createFrom()
                .iterable(all)
                .onItem()
                .transformToUni(row -> row.isExpectedToAnswer()
                        ? decide(row, losses, 1)
                        : Uni.createFrom().item(Optional.of(row.health())))
                .merge(config.checkConcurrency())
                .onItem()
                .invoke(found -> {
                    long now = System.nanoTime();
                    if (found.map(health -> progress.add(health, now)).orElseGet(() -> progress.gone(now))) {
                        // one after the other, so that the last that is told is the end
                        telling.updateAndGet(told -> Uni.createFrom()
                                .completionStage(told)
                                .chain(() -> tell(organization, progress))
                                .subscribeAsCompletionStage());
                    }
                })
                .onItem()
                .ignoreAsUni()
                .chain(() -> Uni.createFrom().completionStage(telling.get()))
                .chain(() -> tell(organization, progress.ended()))
                .replaceWith(() -> progress.tally(System.nanoTime()));
    }

    private Uni<Void> tell(String organization, HealthProgress progress) {
        return events.append(Tx.of(pool), new NewEvent(EVENT, organization, organization, null, progress.view()))
                .onFailure()
                .invoke(failed -> Log.debugf("The progress of a check is not told: %s", failed.getMessage()))
                .onFailure()
                .recoverWithNull();
    }

    /** @param looks how many this one makes: so many lost ones decide, whatever could be written of them */
    private Uni<Optional<Health>> decide(InstanceRow instance, LossCounter losses, int looks) {
        return look(instance, losses).chain(now -> {
            if (now.health() == Health.UNREACHABLE || !losses.isMissed(now.id())) {
                return Uni.createFrom().item(Optional.of(now.health()));
            }
            return looks < config.unreachableAfter()
                    ? Uni.createFrom()
                            .voidItem()
                            .onItem()
                            .delayIt()
                            .by(BETWEEN_TRIES)
                            .chain(() -> decide(now, losses, looks + 1))
                    : asItStands(now.id());
        });
    }

    /** One that does not answer because it is being made or removed, has the health that it is held to be of; one that is gone has none. */
    private Uni<Optional<Health>> asItStands(String instance) {
        return instances
                .known(Tx.of(pool), List.of(instance))
                .map(found -> found.stream()
                        .findFirst()
                        .map(row -> row.isExpectedToAnswer() ? Health.UNREACHABLE : row.health()));
    }

    /** What it is held to be after one look; whatever goes wrong here, a check comes to its end. */
    private Uni<InstanceRow> look(InstanceRow instance, LossCounter losses) {
        return Uni.createFrom()
                .<InstanceRow>emitter(emitter -> vertx.getOrCreateContext().runOnContext(nothing -> {
                    try {
                        service.look(
                                instance, losses, (health, build) -> emitter.complete(instance.seen(health, build)));
                    } catch (RuntimeException broken) {
                        emitter.fail(broken);
                    }
                }))
                .ifNoItem()
                .after(config.deadline().plus(WRITTEN_BY))
                .fail()
                .onFailure()
                .invoke(failed -> Log.warnf("The check of %s did not get through: %s", instance.id(), failed))
                .onFailure()
                .recoverWithItem(instance);
    }
}
