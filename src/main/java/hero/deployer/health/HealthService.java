package hero.deployer.health;

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

    /** Of the regular probes; an answer to whomever ends a loss here, too. */
    private final LossCounter regular = new LossCounter();

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
     * A regular probe: asks an instance's agent now, on this event loop; a member that misbehaves is a value, never a failure.
     *
     * @param then told once what the instance is held to be by now, on any thread
     */
    void look(InstanceRow instance, HealthWriter.Then then) {
        look(instance, regular, then);
    }

    /** A probe that counts among those of {@code losses} alone, such as the ones of a check. */
    void look(InstanceRow instance, LossCounter losses, HealthWriter.Then then) {
        agents.probe(
                instance,
                config.deadline(),
                report -> {
                    losses.answered(instance.id());
                    regular.answered(instance.id());
                    keep(instance, Observation.Answered.of(report), 0, then);
                },
                failed -> keep(instance, new Observation.Lost(failed.failure()), losses.lost(instance.id()), then));
    }

    /** Whether its last regular probe was lost. */
    boolean isMissed(String instance) {
        return regular.isMissed(instance);
    }

    /** Forgets the instances that are no longer ours to probe. */
    void keepOnly(Predicate<String> ours) {
        regular.keepOnly(ours);
    }

    private void keep(InstanceRow instance, Observation seen, int lostInARow, HealthWriter.Then then) {
        writer.keep(instance, seen, before -> policy.next(before, seen, lostInARow), then);
    }
}
