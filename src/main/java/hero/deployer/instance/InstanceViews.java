package hero.deployer.instance;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.Tx;
import hero.deployer.organization.Organizations;
import hero.deployer.release.Releases;

/** Renders instances in the light of their organization's channel. */
@ApplicationScoped
class InstanceViews {
    private final Organizations organizations;
    private final Releases releases;
    private final CockpitAddress cockpits;

    InstanceViews(Organizations organizations, Releases releases, CockpitAddress cockpits) {
        this.organizations = organizations;
        this.releases = releases;
        this.cockpits = cockpits;
    }

    /** What the instances of one organization are compared with. */
    record Standing(String channel, @Nullable String currentBuild) {}

    Uni<Standing> standing(Tx tx, String organization) {
        return organizations
                .get(tx, organization)
                .flatMap(found -> releases.currentBuild(tx, found.channel())
                        .map(current -> new Standing(found.channel(), current)));
    }

    Uni<InstanceView> view(Tx tx, StoredInstance instance) {
        return standing(tx, instance.row().organization()).map(standing -> view(instance, standing));
    }

    InstanceView view(StoredInstance instance, Standing standing) {
        var row = instance.row();
        return new InstanceView(
                row.id(),
                row.organization(),
                new InstanceView.SetupRef(row.setup(), row.setupVersion()),
                standing.channel(),
                row.role(),
                row.person(),
                row.node(),
                row.state().word(),
                row.health().word(),
                row.build(),
                row.desiredBuild(),
                instance.pinned(),
                instance.drifted(),
                outdated(instance, standing),
                instance.lastSeen(),
                cockpits.url(row.organization(), row.person()));
    }

    /** Unpinned, and meant to be on another build than the channel's current one. */
    private static boolean outdated(StoredInstance instance, Standing standing) {
        var desired = instance.row().desiredBuild();
        return instance.pinned() == null
                && desired != null
                && standing.currentBuild() != null
                && !desired.equals(standing.currentBuild());
    }
}
