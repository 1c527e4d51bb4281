package hero.deployer.health;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

import hero.deployer.base.FailureException;
import hero.deployer.instance.AgentClient;
import hero.deployer.instance.InstanceRow;

/** Probes instances and has written down what changed. */
@ApplicationScoped
public class HealthService {
    private final AgentClient agents;
    private final HealthWriter writer;
    private final HealthConfig config;
    private final HealthPolicy policy;

    /** Lost probes in a row, of those that lost any. */
    private final Map<String, Integer> lost = new ConcurrentHashMap<>();

    HealthService(AgentClient agents, HealthWriter writer, HealthConfig config) {
        this.agents = agents;
        this.writer = writer;
        this.config = config;
        this.policy = new HealthPolicy(config.degradedAfter(), config.unreachableAfter());
    }

    /** Asks its agent now, within the configured deadline; a member that misbehaves is a value, never a failure. Writes nothing down. */
    public Uni<Observation> probe(InstanceRow instance) {
        return agents.health(instance, config.deadline())
                .<Observation>map(Observation.Answered::of)
                .onFailure(FailureException.class)
                .recoverWithItem(failed -> new Observation.Lost(((FailureException) failed).failure()));
    }

    /**
     * Asks an instance's agent now, on this event loop; a member that misbehaves is a value, never a failure.
     *
     * @param then told once what the instance is held to be by now, on any thread
     */
    void look(InstanceRow instance, HealthWriter.Then then) {
        agents.probe(
                instance,
                config.deadline(),
                report -> {
                    lost.remove(instance.id());
                    keep(instance, Observation.Answered.of(report), 0, then);
                },
                failed -> keep(
                        instance,
                        new Observation.Lost(failed.failure()),
                        lost.merge(instance.id(), 1, Integer::sum),
                        then));
    }

    /** Whether its last probe was lost. */
    boolean isMissed(String instance) {
        return lost.containsKey(instance);
    }

    /** Forgets the instances that are no longer ours to probe. */
    void keepOnly(Predicate<String> ours) {
        lost.keySet().removeIf(id -> !ours.test(id));
    }

    private void keep(InstanceRow instance, Observation seen, int lostInARow, HealthWriter.Then then) {
        writer.keep(instance, seen, before -> policy.next(before, seen, lostInARow), then);
    }
}
