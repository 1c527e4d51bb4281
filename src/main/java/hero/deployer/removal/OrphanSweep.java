package hero.deployer.removal;

import java.util.List;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import org.jspecify.annotations.Nullable;

import hero.deployer.audit.AuditEntry;
import hero.deployer.audit.AuditLog;
import hero.deployer.base.Tx;
import hero.deployer.events.EventLog;
import hero.deployer.events.NewEvent;
import hero.deployer.task.NewTask;
import hero.deployer.task.Tasks;

/** Asks to give orphans up, and records that they are gone. */
@ApplicationScoped
class OrphanSweep {
    private final OrphanStore store;
    private final Tasks tasks;
    private final AuditLog audit;
    private final EventLog events;
    private final RemovalConfig config;

    OrphanSweep(OrphanStore store, Tasks tasks, AuditLog audit, EventLog events, RemovalConfig config) {
        this.store = store;
        this.tasks = tasks;
        this.audit = audit;
        this.events = events;
        this.config = config;
    }

    /** Opens a durable task for every orphan past its grace, or for those of the names given; a rehearsal only names them. */
    Uni<List<Orphan>> ask(SqlClient tx, String actor, @Nullable List<String> names, boolean dryRun) {
        return store.due(tx, config.orphanGrace(), names).call(due -> {
            var opened = Uni.createFrom().voidItem();
            for (var orphan : dryRun ? List.<Orphan>of() : due) {
                opened = opened.chain(() -> open(tx, actor, orphan));
            }
            return opened;
        });
    }

    private Uni<Void> open(SqlClient tx, String actor, Orphan orphan) {
        if (orphan.sweepBy() != null) {
            return Uni.createFrom().voidItem();
        }
        var contract = orphan.contract();
        return store.asked(tx, contract, actor)
                .chain(() -> record(tx, actor, "contract.sweep", orphan))
                .chain(() ->
                        tasks.enqueue(Tx.of(tx), NewTask.now(OrphanSweepTask.KIND, OrphanSweepTask.key(contract))));
    }

    /** It was found gone. */
    Uni<Void> gone(SqlClient tx, Orphan orphan) {
        var contract = orphan.contract();
        return store.forget(tx, contract)
                .chain(() -> record(tx, "system", "contract.swept", orphan))
                .chain(() -> events.append(
                        Tx.of(tx),
                        new NewEvent(
                                "contract.swept",
                                EventLog.EVERYONE,
                                contract.name(),
                                null,
                                ContractView.of(contract, null, orphan.firstSeen()))));
    }

    private Uni<Void> record(SqlClient tx, String actor, String action, Orphan orphan) {
        var contract = orphan.contract();
        var detail = Map.of("provider", contract.provider(), "node", contract.node(), "kind", contract.kind());
        return audit.append(Tx.of(tx), new AuditEntry(actor, action, EventLog.EVERYONE, contract.name(), detail));
    }
}
