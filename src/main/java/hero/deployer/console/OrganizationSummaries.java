package hero.deployer.console;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

import hero.deployer.base.Tx;
import hero.deployer.instance.InstanceCounts;
import hero.deployer.instance.InstanceTally;
import hero.deployer.node.Ledger;
import hero.deployer.organization.Organizations.Organization;
import hero.deployer.refresh.Refreshes;
import hero.deployer.release.Releases;
import hero.deployer.setup.Setups;

/** Adds organizations up: counters for all of them at once, each channel and setup once. */
@ApplicationScoped
class OrganizationSummaries {
    private final InstanceCounts counts;
    private final Releases releases;
    private final Setups setups;
    private final Ledger ledger;
    private final Refreshes refreshes;

    OrganizationSummaries(InstanceCounts counts, Releases releases, Setups setups, Ledger ledger, Refreshes refreshes) {
        this.counts = counts;
        this.releases = releases;
        this.setups = setups;
        this.ledger = ledger;
        this.refreshes = refreshes;
    }

    Uni<OrganizationSummary> of(Tx tx, Organization organization) {
        return of(tx, List.of(organization)).map(List::getFirst);
    }

    Uni<List<OrganizationSummary>> of(Tx tx, List<Organization> organizations) {
        var known = new Known(new HashMap<>(), new HashMap<>());
        var slugs = organizations.stream().map(Organization::slug).toList();
        return counts.of(tx, slugs).chain(tallies -> {
            var learnt = Uni.createFrom().voidItem();
            for (var organization : organizations) {
                learnt = learnt.chain(() -> learn(tx, known, organization));
            }
            return learnt.chain(() -> refreshes.open(tx, slugs))
                    .map(open -> summaries(organizations, tallies, known, open));
        });
    }

    private record SetupKey(String name, int version) {
        static SetupKey of(Organization organization) {
            return new SetupKey(organization.setup(), organization.setupVersion());
        }
    }

    /** What several organizations share; a channel without a build is known as empty. */
    private record Known(Map<String, Optional<String>> builds, Map<SetupKey, Integer> rooms) {}

    private Uni<Void> learn(Tx tx, Known known, Organization organization) {
        return learnBuild(tx, known, organization.channel())
                .chain(() -> learnRoom(tx, known, SetupKey.of(organization)));
    }

    private Uni<Void> learnBuild(Tx tx, Known known, String channel) {
        if (known.builds.containsKey(channel)) {
            return Uni.createFrom().voidItem();
        }
        return releases.currentBuild(tx, channel)
                .invoke(build -> known.builds.put(channel, Optional.ofNullable(build)))
                .replaceWithVoid();
    }

    private Uni<Void> learnRoom(Tx tx, Known known, SetupKey key) {
        if (known.rooms.containsKey(key)) {
            return Uni.createFrom().voidItem();
        }
        return setups.version(tx, key.name(), key.version())
                .chain(setup -> ledger.roomFor(tx, setup))
                .invoke(room -> known.rooms.put(key, room))
                .replaceWithVoid();
    }

    private static List<OrganizationSummary> summaries(
            List<Organization> organizations,
            Map<String, InstanceTally> tallies,
            Known known,
            Map<String, Refreshes.OpenRefresh> open) {
        var all = new ArrayList<OrganizationSummary>();
        for (var organization : organizations) {
            var tally = tallies.get(organization.slug());
            if (tally != null) {
                all.add(OrganizationSummary.of(
                        organization,
                        known.builds
                                .getOrDefault(organization.channel(), Optional.empty())
                                .orElse(null),
                        tally,
                        known.rooms.getOrDefault(SetupKey.of(organization), 0),
                        open.get(organization.slug())));
            }
        }
        return all;
    }
}
