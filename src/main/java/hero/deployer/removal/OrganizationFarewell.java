package hero.deployer.removal;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;

import hero.deployer.base.Tx;
import hero.deployer.identity.People;
import hero.deployer.mail.Outbox;
import hero.deployer.organization.Organizations;

/** The end of an organization that holds nothing any more: its roles, accounts that nothing else needs, its mail, its row. */
@ApplicationScoped
class OrganizationFarewell {
    private final RemovalStore store;
    private final InstanceRemovalSteps steps;
    private final People people;
    private final Outbox outbox;
    private final Organizations organizations;

    OrganizationFarewell(
            RemovalStore store, InstanceRemovalSteps steps, People people, Outbox outbox, Organizations organizations) {
        this.store = store;
        this.steps = steps;
        this.people = people;
        this.outbox = outbox;
        this.organizations = organizations;
    }

    Uni<Void> say(SqlConnection tx, Removal removal) {
        var open = Tx.of(tx);
        return people.revokeScope(open, removal.organization())
                .chain(() -> store.peopleOf(tx, removal.id()))
                .chain(left -> {
                    var done = Uni.createFrom().voidItem();
                    for (var person : left) {
                        done = done.chain(() -> people.depart(open, removal.actor(), person, removal.organization()));
                    }
                    return done;
                })
                .chain(() -> outbox.forget(open, removal.organization()))
                .chain(() -> organizations.delete(open, removal.actor(), removal.organization()))
                .chain(() -> steps.succeed(tx, removal));
    }
}
