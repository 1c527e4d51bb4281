package hero.deployer.removal;

import java.util.Map;
import java.util.Objects;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;

import hero.deployer.audit.AuditEntry;
import hero.deployer.audit.AuditLog;
import hero.deployer.base.Tx;
import hero.deployer.events.EventLog;
import hero.deployer.events.NewEvent;
import hero.deployer.task.NewTask;
import hero.deployer.task.Tasks;

/** Writes a removal's moves: state, event, audit and the tasks they wake, together. */
@ApplicationScoped
class RemovalJournal {
    private final RemovalStore store;
    private final EventLog events;
    private final AuditLog audit;
    private final Tasks tasks;

    RemovalJournal(RemovalStore store, EventLog events, AuditLog audit, Tasks tasks) {
        this.store = store;
        this.events = events;
        this.audit = audit;
        this.tasks = tasks;
    }

    /** A new or resumed one: published, audited, and its task woken. */
    Uni<Removal> begun(SqlClient tx, String actor, String action, Removal removal) {
        return publish(tx, removal)
                .chain(() -> audit(tx, actor, action, removal))
                .chain(() -> wake(tx, removal))
                .replaceWith(removal);
    }

    /** Saves a move; one that changes nothing writes nothing. An end wakes the removal it is part of. */
    Uni<Removal> moved(SqlClient tx, Removal from, RemovalState to) {
        if (from.state().equals(to)) {
            return Uni.createFrom().item(from);
        }
        return store.save(tx, from.in(to))
                .call(saved -> isNews(from.state(), to)
                        ? publish(tx, saved)
                        : Uni.createFrom().voidItem())
                .call(saved -> ended(tx, saved));
    }

    /** One more attempt with the same outcome is none: hundreds that are tried for a weekend would crowd everything else out of the log. */
    private static boolean isNews(RemovalState from, RemovalState to) {
        return !(from instanceof RemovalState.Running before
                && to instanceof RemovalState.Running now
                && Objects.equals(before.waitingFor(), now.waitingFor()));
    }

    /** The stack was told to stop; from now on the grace alone is waited for. */
    Uni<Removal> stopped(SqlClient tx, Removal removal, Removal.Drain drain, RemovalState to) {
        return store.stopped(tx, removal.id())
                .chain(() -> store.save(tx, removal.with(drain).in(to)))
                .call(saved -> publish(tx, saved));
    }

    private Uni<Void> ended(SqlClient tx, Removal removal) {
        return switch (removal.state()) {
            case RemovalState.Running running -> Uni.createFrom().voidItem();
            case RemovalState.Failed failed ->
                audit(tx, "system", "removal.fail", removal).chain(() -> wakeParent(tx, removal));
            case RemovalState.Succeeded succeeded ->
                audit(tx, "system", "removal.finish", removal).chain(() -> wakeParent(tx, removal));
        };
    }

    private Uni<Void> wakeParent(SqlClient tx, Removal removal) {
        var parent = removal.parent();
        if (parent == null) {
            return Uni.createFrom().voidItem();
        }
        return tasks.enqueue(Tx.of(tx), NewTask.now(OrganizationRemovalTask.KIND, parent));
    }

    /** Makes its task due. */
    Uni<Void> wake(SqlClient tx, Removal removal) {
        var kind = removal.instance() == null ? OrganizationRemovalTask.KIND : InstanceRemovalTask.KIND;
        return tasks.enqueue(Tx.of(tx), NewTask.now(kind, removal.id()));
    }

    private Uni<Void> publish(SqlClient tx, Removal removal) {
        return events.append(
                Tx.of(tx),
                new NewEvent(
                        Removal.EVENT, removal.organization(), removal.id(), removal.id(), RemovalView.of(removal)));
    }

    private Uni<Void> audit(SqlClient tx, String actor, String action, Removal removal) {
        var target = removal.instance() == null ? removal.organization() : removal.instance();
        return audit.append(
                Tx.of(tx),
                new AuditEntry(actor, action, removal.organization(), target, Map.of("removal", removal.id())));
    }
}
