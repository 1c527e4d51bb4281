package hero.deployer.organization;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

import hero.deployer.audit.AuditEntry;
import hero.deployer.audit.AuditLog;
import hero.deployer.base.ProblemException;
import hero.deployer.base.Tx;
import hero.deployer.organization.ChangeOrganization.ChangeSetup;
import hero.deployer.organization.Organizations.Organization;
import hero.deployer.release.Releases;
import hero.deployer.setup.Setups;
import hero.deployer.setup.Setups.SetupVersion;

/** Edits organizations. An edit decides what comes next; no instance is touched by it. */
@ApplicationScoped
class OrganizationService {
    private final OrganizationEvents events;
    private final AuditLog audit;
    private final Setups setups;
    private final Releases releases;

    OrganizationService(OrganizationEvents events, AuditLog audit, Setups setups, Releases releases) {
        this.events = events;
        this.audit = audit;
        this.setups = setups;
        this.releases = releases;
    }

    /** The organization as it is after the edit. */
    Uni<Organization> change(String actor, String slug, ChangeOrganization change) {
        return Panache.withTransaction(() -> Panache.getSession().flatMap(session -> {
            var tx = Tx.of(session);
            return OrganizationEntity.<OrganizationEntity>findById(slug, LockModeType.PESSIMISTIC_WRITE)
                    .onItem()
                    .ifNull()
                    .failWith(Organizations::unknown)
                    .flatMap(entity -> apply(tx, entity, change))
                    .call(now -> events.changed(tx, now))
                    .call(now ->
                            audit.append(tx, new AuditEntry(actor, "organization.change", slug, slug, change.asked())));
        }));
    }

    private Uni<Organization> apply(Tx tx, OrganizationEntity entity, ChangeOrganization change) {
        if (entity.removing) {
            throw Organizations.removing(entity.slug);
        }
        if (change.name() != null) {
            entity.name = change.name();
        }
        return changeChannel(tx, entity, change.channel())
                .chain(() -> changeSetup(tx, entity, change.setup()))
                .map(done -> entity.value());
    }

    private Uni<Void> changeChannel(Tx tx, OrganizationEntity entity, @Nullable String channel) {
        if (channel == null) {
            return Uni.createFrom().voidItem();
        }
        return releases.currentBuild(tx, channel)
                .invoke(known -> entity.channel = channel)
                .replaceWithVoid();
    }

    private Uni<Void> changeSetup(Tx tx, OrganizationEntity entity, @Nullable ChangeSetup change) {
        if (change == null) {
            return Uni.createFrom().voidItem();
        }
        var name = change.name() == null ? entity.setup : change.name();
        return setups.newest(tx, name)
                .flatMap(newest -> asked(tx, newest, change.version()))
                .flatMap(to -> setups.version(tx, entity.setup, entity.setupVersion)
                        .invoke(from -> requireSameProvider(from, to))
                        .invoke(from -> {
                            entity.setup = to.name();
                            entity.setupVersion = to.version();
                        }))
                .replaceWithVoid();
    }

    private Uni<SetupVersion> asked(Tx tx, SetupVersion newest, @Nullable Integer version) {
        if (version == null || version == newest.version()) {
            return Uni.createFrom().item(newest);
        }
        if (version > newest.version()) {
            throw ProblemException.badField("setup.version", "is not known; the newest is " + newest.version());
        }
        return setups.version(tx, newest.name(), version);
    }

    private static void requireSameProvider(SetupVersion from, SetupVersion to) {
        if (!from.provider().equals(to.provider())) {
            throw ProblemException.badField(
                    "setup", "is of the provider " + to.provider() + "; this organization stays on " + from.provider());
        }
    }
}
