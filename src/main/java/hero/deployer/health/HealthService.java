package hero.deployer.health;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;

import hero.deployer.base.FailureException;
import hero.deployer.base.Tx;
import hero.deployer.instance.AgentClient;
import hero.deployer.instance.Health;
import hero.deployer.instance.InstanceState;
import hero.deployer.instance.Instances;
import hero.deployer.instance.Instances.InstanceRow;

/** Probes instances and writes down what changed. */
@ApplicationScoped
public class HealthService {
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(200);

    private final AgentClient agents;
    private final Instances instances;
    private final HealthWriter writer;
    private final Pool pool;
    private final HealthConfig config;
    private final HealthPolicy policy;

    /** Lost probes in a row, of those that lost any. */
    private final Map<String, Integer> lost = new ConcurrentHashMap<>();

    HealthService(AgentClient agents, Instances instances, HealthWriter writer, Pool pool, HealthConfig config) {
        this.agents = agents;
        this.instances = instances;
        this.writer = writer;
        this.pool = pool;
        this.config = config;
        this.policy = new HealthPolicy(config.degradedAfter(), config.unreachableAfter());
    }

    /** Asks its agent now, within the configured deadline; a member that misbehaves is a value, never a failure. */
    public Uni<Observation> probe(InstanceRow instance) {
        return agents.health(instance, config.deadline())
                .<Observation>map(
                        report -> new Observation.Answered(report.status(), report.build(), report.operation()))
                .onFailure(FailureException.class)
                .recoverWithItem(failed -> new Observation.Lost(((FailureException) failed).failure()));
    }

    /** Probes them all, many at once, and keeps what changed. */
    Uni<Void> round(List<InstanceRow> all) {
        return Multi.createFrom()
                .iterable(all)
                .onItem()
                .transformToUni(this::look)
                .merge(config.concurrency())
                .onItem()
                .ignoreAsUni();
    }

    /**
     * Probes every instance of an organization now, again at once where a probe is lost, until each is decided; those without a machine to
     * ask count with the health they have.
     */
    Uni<HealthTally> check(String organization) {
        return pool.withConnection(connection -> instances.ofOrganization(Tx.of(connection), organization))
                .flatMap(all -> Multi.createFrom()
                        .iterable(all)
                        .onItem()
                        .transformToUni(row ->
                                answers(row) ? decide(row) : Uni.createFrom().item(row.health()))
                        .merge(config.concurrency())
                        .collect()
                        .asList())
                .map(HealthTally::of);
    }

    /** Forgets the instances that are no longer ours to probe. */
    void keepOnly(Collection<String> ids) {
        lost.keySet().retainAll(ids);
    }

    private Uni<Health> decide(InstanceRow instance) {
        return look(instance)
                .flatMap(health -> health == Health.UNREACHABLE || !lost.containsKey(instance.id())
                        ? Uni.createFrom().item(health)
                        : Uni.createFrom()
                                .voidItem()
                                .onItem()
                                .delayIt()
                                .by(BETWEEN_TRIES)
                                .chain(() -> decide(instance)));
    }

    private Uni<Health> look(InstanceRow instance) {
        return probe(instance).flatMap(seen -> {
            int lostInARow = count(instance.id(), seen);
            return writer.keep(instance, seen, before -> policy.next(before, seen, lostInARow));
        });
    }

    private int count(String instance, Observation seen) {
        return switch (seen) {
            case Observation.Answered answered -> {
                lost.remove(instance);
                yield 0;
            }
            case Observation.Lost nothing -> lost.merge(instance, 1, Integer::sum);
        };
    }

    private static boolean answers(InstanceRow instance) {
        return instance.agentAddress() != null
                && (instance.state() == InstanceState.READY || instance.state() == InstanceState.FAILED);
    }
}
