package hero.deployer.removal;

import java.time.Duration;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.Ids;
import hero.deployer.base.ProblemException;
import hero.deployer.base.Tx;
import hero.deployer.identity.Logins;
import hero.deployer.instance.InstanceRow;
import hero.deployer.instance.InstanceState;
import hero.deployer.instance.Instances;
import hero.deployer.organization.Organizations;
import hero.deployer.organization.Organizations.Organization;

/** The verbs of removal. A repeat answers the run that is open; after a failure it resumes it. */
@ApplicationScoped
public class Removals {
    private final RemovalStore store;
    private final RemovalJournal journal;
    private final RemovalConfig config;
    private final Instances instances;
    private final Organizations organizations;
    private final OpenWorks openWorks;
    private final Logins logins;

    Removals(
            RemovalStore store,
            RemovalJournal journal,
            RemovalConfig config,
            Instances instances,
            Organizations organizations,
            OpenWorks openWorks,
            Logins logins) {
        this.store = store;
        this.journal = journal;
        this.config = config;
        this.instances = instances;
        this.organizations = organizations;
        this.openWorks = openWorks;
        this.logins = logins;
    }

    /** The organization of a run, whatever became of it; empty where there is none of that id. */
    public Uni<Optional<String>> organizationOf(SqlClient client, String id) {
        return store.find(client, id, false).map(found -> found.map(Removal::organization));
    }

    /** Why this instance may not be removed alone, if so. */
    static Optional<ProblemException> refusal(Organization organization, InstanceRow instance) {
        if (!instance.role().equals("admin") || organization.removing()) {
            return Optional.empty();
        }
        return Optional.of(ProblemException.conflict(
                        "admin-instance",
                        "The admin instance stays with its organization",
                        "Remove the whole organization " + organization.slug() + " to remove " + instance.id() + ".")
                .with("organization", organization.slug()));
    }

    /** Starts to remove one instance of an organization that lives on. */
    Uni<Removal> instance(SqlConnection tx, String actor, InstanceRow instance) {
        return organizations.get(Tx.of(tx), instance.organization()).chain(organization -> {
            var refusal = refusal(organization, instance);
            return refusal.isPresent()
                    ? Uni.createFrom().failure(refusal.get())
                    : startInstance(tx, actor, instance, null, null);
        });
    }

    /**
     * Opens, finds or resumes an instance's removal; {@code parent} adopts it.
     *
     * @param grace how long its machine is kept, its stack stopped; a removal that is open keeps its own. Null destroys it at once, also one
     *     that is being kept
     */
    Uni<Removal> startInstance(
            SqlConnection tx, String actor, InstanceRow instance, @Nullable String parent, @Nullable Duration grace) {
        // the instance before its onboarding: the order in which the onboarding's own turns lock them
        return instances
                .lock(Tx.of(tx), instance.id())
                .chain(() -> openWorks.cancel(tx, actor, instance.id()))
                .chain(() -> store.openOfInstance(tx, instance.id()))
                .chain(open -> open.isPresent()
                        ? adopt(tx, open.get(), parent)
                                .chain(() -> hurry(tx, open.get(), grace))
                                .chain(() -> resumed(tx, actor, open.get()))
                        : opened(tx, actor, instance, parent, grace));
    }

    private Uni<Void> adopt(SqlConnection tx, Removal removal, @Nullable String parent) {
        return parent == null ? Uni.createFrom().voidItem() : store.adopt(tx, removal.id(), parent);
    }

    private Uni<Void> hurry(SqlConnection tx, Removal removal, @Nullable Duration grace) {
        return grace != null || removal.drain() == null
                ? Uni.createFrom().voidItem()
                : store.endGrace(tx, removal.id()).chain(() -> journal.wake(tx, removal));
    }

    private Uni<Removal> opened(
            SqlConnection tx, String actor, InstanceRow instance, @Nullable String parent, @Nullable Duration grace) {
        return instances
                .move(Tx.of(tx), instance.id(), InstanceState.REMOVING)
                // nobody enters a cockpit that goes away, though its machine may be kept a while
                .chain(() -> logins.revokeAudience(Tx.of(tx), instance.organization() + "/" + instance.person()))
                .chain(() -> store.insert(
                        tx,
                        Ids.next("rem"),
                        instance.organization(),
                        instance.id(),
                        instance.person(),
                        parent,
                        actor,
                        instance.agentAddress() == null ? null : grace,
                        config.deadline()))
                .chain(removal -> journal.begun(tx, actor, "instance.remove", removal));
    }

    /** Starts to remove an organization: from now on nothing new starts in it. */
    Uni<Removal> organization(SqlConnection tx, String actor, String slug) {
        return openWorks
                .cancelAll(tx, actor, slug)
                .chain(() -> organizations.markRemoving(Tx.of(tx), slug))
                .chain(() -> store.openOfOrganization(tx, slug))
                .chain(open -> open.isPresent()
                        ? resumed(tx, actor, open.get()).call(() -> resumeInstances(tx, actor, slug))
                        : store.insert(tx, Ids.next("rem"), slug, null, null, null, actor, null, config.deadline())
                                .chain(removal -> journal.begun(tx, actor, "organization.remove", removal)));
    }

    private Uni<Void> resumeInstances(SqlConnection tx, String actor, String slug) {
        return store.openInstancesOf(tx, slug).chain(open -> {
            var resumed = Uni.createFrom().voidItem();
            for (var removal : open) {
                resumed = resumed.chain(() -> resumed(tx, actor, removal)).replaceWithVoid();
            }
            return resumed;
        });
    }

    /** A failed one goes on with a new deadline; a running one goes on as it is. */
    private Uni<Removal> resumed(SqlConnection tx, String actor, Removal removal) {
        if (!(removal.state() instanceof RemovalState.Failed failed)) {
            return Uni.createFrom().item(removal);
        }
        return store.now(tx)
                .chain(now -> journal.moved(tx, removal, failed.resumed(now.plus(config.deadline()))))
                .chain(running -> journal.begun(tx, actor, "removal.resume", running));
    }
}
