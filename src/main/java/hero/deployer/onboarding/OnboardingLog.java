package hero.deployer.onboarding;

import java.util.List;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

import hero.deployer.audit.AuditEntry;
import hero.deployer.audit.AuditLog;
import hero.deployer.base.Tx;
import hero.deployer.events.EventLog;
import hero.deployer.events.NewEvent;

/** Tells of a run: to the event log its whole present state, to the audit who did what. */
@ApplicationScoped
class OnboardingLog {
    static final String SYSTEM = "system";

    private final EventLog events;
    private final AuditLog audit;
    private final OnboardingViews views;

    OnboardingLog(EventLog events, AuditLog audit, OnboardingViews views) {
        this.events = events;
        this.audit = audit;
        this.views = views;
    }

    Uni<Void> started(Tx tx, Onboarding onboarding) {
        return append(tx, onboarding, views.of(onboarding));
    }

    /** Tells only of what can be seen: the counting of misses is no news. */
    Uni<Void> changed(Tx tx, Onboarding before, Onboarding after) {
        var view = views.of(after);
        return view.equals(views.of(before)) ? Uni.createFrom().voidItem() : append(tx, after, view);
    }

    /** {@link #started} and its audit row for many at once. */
    Uni<Void> startedAll(Tx tx, String actor, List<Onboarding> all) {
        return events.append(
                        tx, all.stream().map(one -> event(one, views.of(one))).toList())
                .chain(() -> audit.append(
                        tx, all.stream().map(one -> entry(actor, "start", one)).toList()));
    }

    private Uni<Void> append(Tx tx, Onboarding onboarding, OnboardingView view) {
        return events.append(tx, event(onboarding, view));
    }

    private static NewEvent event(Onboarding onboarding, OnboardingView view) {
        var scope = onboarding.subject().organization();
        return new NewEvent("onboarding.stage", scope, onboarding.id(), onboarding.id(), view);
    }

    Uni<Void> audited(Tx tx, String actor, String verb, Onboarding onboarding) {
        return audit.append(tx, entry(actor, verb, onboarding));
    }

    private static AuditEntry entry(String actor, String verb, Onboarding onboarding) {
        var subject = onboarding.subject();
        var detail = Map.of(
                "instance", subject.instance(),
                "person", subject.person(),
                "stage", onboarding.state().stages().current().wire());
        return new AuditEntry(actor, "onboarding." + verb, subject.organization(), onboarding.id(), detail);
    }
}
