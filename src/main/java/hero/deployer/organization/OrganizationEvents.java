package hero.deployer.organization;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

import hero.deployer.base.Tx;
import hero.deployer.events.EventLog;
import hero.deployer.events.NewEvent;
import hero.deployer.organization.Organizations.Organization;

/** Tells the log what became of an organization, whole, in the transaction that changed it. */
@ApplicationScoped
class OrganizationEvents {
    private final EventLog events;

    OrganizationEvents(EventLog events) {
        this.events = events;
    }

    Uni<Void> changed(Tx tx, Organization now) {
        return append(tx, "organization.state", now);
    }

    Uni<Void> removed(Tx tx, Organization last) {
        return append(tx, "organization.removed", last);
    }

    private Uni<Void> append(Tx tx, String type, Organization organization) {
        return events.append(
                tx,
                new NewEvent(type, organization.slug(), organization.slug(), null, OrganizationView.of(organization)));
    }
}
