package hero.deployer.removal;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;

import hero.deployer.base.Tx;
import hero.deployer.instance.Instances;
import hero.deployer.task.TaskHandler;
import hero.deployer.task.TaskLease;
import hero.deployer.task.TaskOutcome;

/** Removes an organization: its instances, some at a time, then its roles and its row. */
@ApplicationScoped
class OrganizationRemovalTask implements TaskHandler {
    static final String KIND = "removal-organization";
    /** The safety net; the end of each instance's removal wakes this one. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

    private final RemovalStore store;
    private final RemovalJournal journal;
    private final RemovalConfig config;
    private final Removals removals;
    private final Instances instances;
    private final OrganizationFarewell farewell;

    OrganizationRemovalTask(
            RemovalStore store,
            RemovalJournal journal,
            RemovalConfig config,
            Removals removals,
            Instances instances,
            OrganizationFarewell farewell) {
        this.store = store;
        this.journal = journal;
        this.config = config;
        this.removals = removals;
        this.instances = instances;
        this.farewell = farewell;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Uni<TaskOutcome> run(TaskLease lease) {
        return lease.commit(tx -> store.find(tx, lease.key(), true).chain(removal -> {
            if (removal.isPresent() && removal.get().state() instanceof RemovalState.Running running) {
                return Unexpected.isTooMuch(lease)
                        ? journal.moved(tx, removal.get(), new RemovalState.Failed(Unexpected.FAILURE))
                                .replaceWith(TaskOutcome.done())
                        : turn(tx, removal.get(), running);
            }
            return Uni.createFrom().item(TaskOutcome.done());
        }));
    }

    private Uni<TaskOutcome> turn(SqlConnection tx, Removal removal, RemovalState.Running running) {
        return instances
                .ofOrganization(Tx.of(tx), removal.organization())
                .chain(left -> store.openInstancesOf(tx, removal.organization())
                        .map(open -> OrganizationRemovalPlan.of(left, open, config.maxParallel())))
                .chain(plan -> switch (plan) {
                    case OrganizationRemovalPlan.Finish finish ->
                        farewell.say(tx, removal).replaceWith(TaskOutcome.done());
                    case OrganizationRemovalPlan.Stop stop ->
                        journal.moved(tx, removal, new RemovalState.Failed(stop.failure()))
                                .replaceWith(TaskOutcome.done());
                    case OrganizationRemovalPlan.GoOn goOn -> goOn(tx, removal, running, goOn);
                });
    }

    private Uni<TaskOutcome> goOn(
            SqlConnection tx, Removal removal, RemovalState.Running running, OrganizationRemovalPlan.GoOn plan) {
        var started = Uni.createFrom().voidItem();
        for (var instance : plan.start()) {
            started = started.chain(() -> removals.startInstance(tx, removal.actor(), instance, removal.id(), null))
                    .replaceWithVoid();
        }
        return started.chain(() -> journal.moved(tx, removal, running.waiting(plan.waitingFor())))
                .replaceWith(TaskOutcome.again(LOOK_AGAIN));
    }
}
