package hero.deployer.refresh;

import java.util.List;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

import hero.deployer.audit.AuditEntry;
import hero.deployer.audit.AuditLog;
import hero.deployer.base.Tx;
import hero.deployer.events.EventLog;
import hero.deployer.events.NewEvent;

/** Tells of a run and its members: to the event log their whole present state, to the audit who did what. */
@ApplicationScoped
class RefreshLog {
    static final String SYSTEM = "system";
    private static final int AT_ONCE = 1_000;

    private final EventLog events;
    private final AuditLog audit;

    RefreshLog(EventLog events, AuditLog audit) {
        this.events = events;
        this.audit = audit;
    }

    Uni<Void> state(Tx tx, Refresh run) {
        return events.append(
                tx, new NewEvent("refresh.state", run.organization(), run.id(), run.id(), RefreshView.of(run)));
    }

    /** A part at a time: a verb may change ten thousand at once, and rendering them holds up an event loop. */
    Uni<Void> members(Tx tx, String organization, String run, List<Member> changed) {
        var told = Uni.createFrom().voidItem();
        for (int from = 0; from < changed.size(); from += AT_ONCE) {
            var part = changed.subList(from, Math.min(changed.size(), from + AT_ONCE));
            told = told.chain(() -> events.append(
                    tx,
                    part.stream()
                            .map(member -> new NewEvent(
                                    "refresh.member", organization, member.instance(), run, MemberView.of(run, member)))
                            .toList()));
        }
        return told;
    }

    Uni<Void> audited(Tx tx, String actor, String verb, Refresh run) {
        var detail = Map.of("build", run.subject().build(), "state", run.state().word());
        return audit.append(tx, new AuditEntry(actor, "refresh." + verb, run.organization(), run.id(), detail));
    }
}
