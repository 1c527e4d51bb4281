package hero.deployer.removal;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;

import hero.deployer.base.Failure;
import hero.deployer.base.Tx;
import hero.deployer.identity.Logins;
import hero.deployer.identity.People;
import hero.deployer.instance.InstanceRow;
import hero.deployer.instance.Instances;
import hero.deployer.node.Ledger;
import hero.deployer.task.TaskOutcome;

/** What the turns of an instance's removal write, each within one transaction. */
@ApplicationScoped
class InstanceRemovalSteps {
    private static final Duration SETTLE_PAUSE = Duration.ofSeconds(1);
    private static final String SETTLING = "the creation of its machine, which may still be under way, to end";

    private final RemovalStore store;
    private final RemovalJournal journal;
    private final OpenWorks openWorks;
    private final Instances instances;
    private final Ledger ledger;
    private final Logins logins;
    private final People people;
    private final Backoff backoff;

    InstanceRemovalSteps(
            RemovalStore store,
            RemovalJournal journal,
            RemovalConfig config,
            OpenWorks openWorks,
            Instances instances,
            Ledger ledger,
            Logins logins,
            People people) {
        this.store = store;
        this.journal = journal;
        this.openWorks = openWorks;
        this.instances = instances;
        this.ledger = ledger;
        this.logins = logins;
        this.people = people;
        this.backoff = new Backoff(config.maxBackoff());
    }

    /** Ends work that was opened in the very moment the removal began; empty when nothing of it can still reach the machine. */
    Uni<Optional<TaskOutcome>> quiet(SqlConnection tx, Removal removal, InstanceRow instance) {
        return instances
                .lock(Tx.of(tx), instance.id())
                .chain(() -> openWorks.cancel(tx, removal.actor(), instance.id()))
                .chain(() -> openWorks.settles(tx, instance.id()))
                .chain(left -> left.isPresent()
                        ? settling(tx, removal, left.get()).map(Optional::of)
                        : Uni.createFrom().item(Optional.empty()));
    }

    /** Whoever looks now may find nothing, and a machine that nobody owns comes a moment later: wait until it is there or cannot come. */
    private Uni<TaskOutcome> settling(SqlConnection tx, Removal removal, Duration left) {
        var again = TaskOutcome.again(left.compareTo(SETTLE_PAUSE) < 0 ? left : SETTLE_PAUSE);
        return removal.state() instanceof RemovalState.Running running
                ? journal.moved(tx, removal, running.waiting(SETTLING)).replaceWith(again)
                : Uni.createFrom().item(again);
    }

    /** Counts the failure: another attempt later, or the end. */
    Uni<TaskOutcome> failed(SqlConnection tx, Removal removal, Failure failure) {
        if (!(removal.state() instanceof RemovalState.Running running)) {
            return Uni.createFrom().item(TaskOutcome.done());
        }
        return store.now(tx)
                .chain(now -> journal.moved(tx, removal, running.failed(failure, now)))
                .map(moved -> moved.state() instanceof RemovalState.Running again
                        ? TaskOutcome.again(backoff.after(
                                again.attempts(), ThreadLocalRandom.current().nextDouble()))
                        : TaskOutcome.done());
    }

    /** The machine was found gone: slots, sign-ins, the row and, where nothing else needs it, the account. */
    Uni<TaskOutcome> forget(SqlConnection tx, Removal removal, InstanceRow instance) {
        var open = Tx.of(tx);
        return instances
                .lock(open, instance.id())
                .chain(() -> ledger.free(open, instance.id()))
                .chain(() -> logins.revokeAudience(open, instance.organization() + "/" + instance.person()))
                .chain(() -> instances.delete(open, instance.id()))
                .chain(() -> people.depart(open, removal.actor(), instance.person(), instance.organization()))
                .chain(() -> succeed(tx, removal))
                .replaceWith(TaskOutcome.done());
    }

    Uni<Void> succeed(SqlConnection tx, Removal removal) {
        return journal.moved(tx, removal, new RemovalState.Succeeded()).replaceWithVoid();
    }
}
