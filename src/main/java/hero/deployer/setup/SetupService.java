package hero.deployer.setup;

import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

import hero.deployer.audit.AuditEntry;
import hero.deployer.audit.AuditLog;
import hero.deployer.base.ProblemException;
import hero.deployer.base.Tx;
import hero.deployer.events.EventLog;
import hero.deployer.events.NewEvent;
import hero.deployer.provider.Providers;
import hero.deployer.setup.Setups.SetupVersion;

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
    Uni<SetupView> create(Tx tx, String actor, String name, SetupForm form) {
        check(form);
        return store.addName(tx, name).chain(added -> {
            if (!added) {
                throw ProblemException.conflict(
                        "setup-taken",
                        "Setup exists",
                        "name: there is a setup " + name + " already. Add a version to it.");
            }
            return add(tx, actor, "setup.create", form.as(name, 1));
        });
    }

    /** The next version of a setup; what stands on older ones stays there. */
    Uni<SetupView> addVersion(Tx tx, String actor, String name, SetupForm form) {
        check(form);
        return store.nextVersion(tx, name).chain(version -> add(tx, actor, "setup.version", form.as(name, version)));
    }

    private void check(SetupForm form) {
        // fails on the field "provider"
        var unused = providers.named(form.provider());
        SetupRules.checkEnvironment(form.environment());
    }

    private Uni<SetupView> add(Tx tx, String actor, String action, SetupVersion row) {
        return store.add(tx, row)
                .replaceWith(() -> SetupView.of(row))
                .call(view -> audit.append(
                        tx, new AuditEntry(actor, action, "", view.name(), Map.of("version", view.version()))))
                .call(view -> events.append(
                        tx,
                        new NewEvent(
                                "setup.version", EventLog.EVERYONE, view.name(), null, view.withoutEnvironment())));
    }
}
