package hero.deployer.removal;

import java.time.Duration;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;

import hero.deployer.base.Failure;
import hero.deployer.base.ProblemException;
import hero.deployer.base.Tx;
import hero.deployer.instance.InstanceRow;
import hero.deployer.instance.Instances;
import hero.deployer.task.TaskHandler;
import hero.deployer.task.TaskLease;
import hero.deployer.task.TaskOutcome;

/** Removes one instance: open work ended, machine found gone, then everything that speaks of it. */
@ApplicationScoped
class InstanceRemovalTask implements TaskHandler {
    static final String KIND = "removal-instance";
    /** One destroy and one look at their deadlines, and the commits. */
    private static final Duration TURN = Duration.ofSeconds(90);

    private final Pool pool;
    private final RemovalStore store;
    private final Instances instances;
    private final Destroyer destroyer;
    private final InstanceRemovalSteps steps;
    private final DrainStep drain;

    InstanceRemovalTask(
            Pool pool,
            RemovalStore store,
            Instances instances,
            Destroyer destroyer,
            InstanceRemovalSteps steps,
            DrainStep drain) {
        this.pool = pool;
        this.store = store;
        this.instances = instances;
        this.destroyer = destroyer;
        this.steps = steps;
        this.drain = drain;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Duration turnDeadline() {
        return TURN;
    }

    @Override
    public Uni<TaskOutcome> run(TaskLease lease) {
        return store.find(pool, lease.key(), false)
                .chain(removal -> removal.isPresent() && removal.get().state() instanceof RemovalState.Running
                        ? turn(lease, removal.get())
                        : Uni.createFrom().item(TaskOutcome.done()));
    }

    private Uni<TaskOutcome> turn(TaskLease lease, Removal removal) {
        if (Unexpected.isTooMuch(lease)) {
            return lease.commit(tx -> steps.failed(tx, removal, Unexpected.FAILURE));
        }
        return instanceOf(removal).chain(instance -> {
            if (instance.isEmpty()) {
                return lease.commit(tx -> steps.succeed(tx, removal)).replaceWith(TaskOutcome.done());
            }
            return lease.commit(tx -> steps.quiet(tx, removal, instance.get()))
                    .chain(waiting -> waiting.isPresent()
                            ? Uni.createFrom().item(waiting.get())
                            : drained(lease, removal, instance.get()));
        });
    }

    private Uni<TaskOutcome> drained(TaskLease lease, Removal removal, InstanceRow instance) {
        return drain.turn(lease, removal, instance)
                .chain(waiting ->
                        waiting.isPresent() ? Uni.createFrom().item(waiting.get()) : destroy(lease, removal, instance));
    }

    private Uni<TaskOutcome> destroy(TaskLease lease, Removal removal, InstanceRow instance) {
        return destroyer.destroy(instance).chain(failure -> lease.commit(tx -> after(tx, removal, instance, failure)));
    }

    private Uni<TaskOutcome> after(SqlConnection tx, Removal removal, InstanceRow instance, Optional<Failure> failure) {
        return failure.isPresent() ? steps.failed(tx, removal, failure.get()) : steps.forget(tx, removal, instance);
    }

    private Uni<Optional<InstanceRow>> instanceOf(Removal removal) {
        var id = removal.instance();
        if (id == null) {
            return Uni.createFrom().item(Optional.empty());
        }
        return instances
                .get(Tx.of(pool), id)
                .map(Optional::of)
                .onFailure(InstanceRemovalTask::isGone)
                .recoverWithItem(Optional.empty());
    }

    private static boolean isGone(Throwable thrown) {
        return thrown instanceof ProblemException refused && refused.problem().status() == 404;
    }
}
