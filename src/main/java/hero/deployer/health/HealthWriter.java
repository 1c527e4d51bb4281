package hero.deployer.health;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.ProblemException;
import hero.deployer.base.Tx;
import hero.deployer.instance.Health;
import hero.deployer.instance.Instances;
import hero.deployer.instance.Instances.InstanceRow;

/** Writes changes at once, and that somebody answered in bulk. */
@ApplicationScoped
class HealthWriter {
    private final Instances instances;
    private final Pool pool;
    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    HealthWriter(Instances instances, Pool pool) {
        this.instances = instances;
        this.pool = pool;
    }

    /** The health it has now. A probe of what has changed meanwhile, or is gone, says nothing. */
    Uni<Health> keep(InstanceRow probed, Observation observation, UnaryOperator<Health> next) {
        var answered = observation instanceof Observation.Answered answer ? answer : null;
        if (answered != null) {
            seen.add(probed.id());
        }
        if (!differs(probed, answered, next)) {
            return Uni.createFrom().item(probed.health());
        }
        return pool.withTransaction(connection -> write(Tx.of(connection), probed, answered, next))
                .onFailure(ProblemException.class)
                .recoverWithItem(gone -> probed.health());
    }

    /** Writes down who answered since the last time; they are kept for the next time when that fails. */
    Uni<Void> flush() {
        var ids = List.copyOf(seen);
        if (ids.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        seen.removeAll(ids);
        return pool.withTransaction(connection -> instances.markSeen(Tx.of(connection), ids))
                .onFailure()
                .invoke(failed -> {
                    seen.addAll(ids);
                    Log.debugf("Who answered is written down later: %s", failed.getMessage());
                });
    }

    private Uni<Health> write(
            Tx tx, InstanceRow probed, Observation.@Nullable Answered answered, UnaryOperator<Health> next) {
        return instances.lock(tx, probed.id()).flatMap(now -> {
            if (movedOn(probed, now)) {
                return Uni.createFrom().item(now.health());
            }
            var health = next.apply(now.health());
            var build = answered == null ? null : answered.build();
            return instances
                    .observed(tx, now.id(), health, build, answered != null)
                    .replaceWith(health);
        });
    }

    private static boolean differs(
            InstanceRow probed, Observation.@Nullable Answered answered, UnaryOperator<Health> next) {
        return next.apply(probed.health()) != probed.health()
                || answered != null && !Objects.equals(answered.build(), probed.build());
    }

    private static boolean movedOn(InstanceRow probed, InstanceRow now) {
        return now.state() != probed.state()
                || now.fence() != probed.fence()
                || !Objects.equals(now.agentAddress(), probed.agentAddress());
    }
}
