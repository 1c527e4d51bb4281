package hero.deployer.setup;

import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import org.hibernate.reactive.mutiny.Mutiny.Session;

import hero.deployer.audit.AuditEntry;
import hero.deployer.audit.AuditLog;
import hero.deployer.base.ProblemException;
import hero.deployer.base.Tx;
import hero.deployer.events.EventLog;
import hero.deployer.events.NewEvent;
import hero.deployer.provider.Providers;

/** What is done to setups; every change with its event and its audit row. */
@ApplicationScoped
class SetupService {
    private final SetupStore store;
    private final Providers providers;
    private final EventLog events;
    private final AuditLog audit;

    SetupService(SetupStore store, Providers providers, EventLog events, AuditLog audit) {
        this.store = store;
        this.providers = providers;
        this.events = events;
        this.audit = audit;
    }

    /** A setup's first version; 409 {@code setup-taken} when the name is used. */
    Uni<SetupView> create(Session session, String actor, String name, SetupForm form) {
        check(form);
        return store.addName(session, name).chain(added -> {
            if (!added) {
                throw ProblemException.conflict(
                        "setup-taken",
                        "Setup exists",
                        "name: there is a setup " + name + " already. Add a version to it.");
            }
            return add(session, actor, "setup.create", SetupEntity.of(name, 1, form));
        });
    }

    /** The next version of a setup; what stands on older ones stays there. */
    Uni<SetupView> addVersion(Session session, String actor, String name, SetupForm form) {
        check(form);
        return store.nextVersion(session, name)
                .chain(version -> add(session, actor, "setup.version", SetupEntity.of(name, version, form)));
    }

    private void check(SetupForm form) {
        // fails on the field "provider"
        var unused = providers.named(form.provider());
        SetupRules.checkEnvironment(form.environment());
    }

    private Uni<SetupView> add(Session session, String actor, String action, SetupEntity row) {
        Tx tx = Tx.of(session);
        return store.add(session, row)
                .map(Setups::read)
                .map(SetupView::of)
                .call(view -> audit.append(
                        tx, new AuditEntry(actor, action, "", view.name(), Map.of("version", view.version()))))
                .call(view -> events.append(
                        tx,
                        new NewEvent(
                                "setup.version", EventLog.EVERYONE, view.name(), null, view.withoutEnvironment())));
    }
}
