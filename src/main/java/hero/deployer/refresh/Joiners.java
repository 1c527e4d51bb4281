package hero.deployer.refresh;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.Tx;
import hero.deployer.instance.Health;
import hero.deployer.instance.InstanceBatch;
import hero.deployer.instance.InstanceBatch.Standing;
import hero.deployer.instance.InstanceState;
import hero.deployer.refresh.RefreshPlanner.Candidate;
import hero.deployer.release.Releases;

/** Who takes part: at the start, and those that became ready meanwhile. */
@ApplicationScoped
class Joiners {
    private final MemberStore members;
    private final InstanceBatch instances;
    private final Releases releases;

    Joiners(MemberStore members, InstanceBatch instances, Releases releases) {
        this.members = members;
        this.instances = instances;
        this.releases = releases;
    }

    /** Everyone who is ready now. */
    Uni<List<Candidate>> candidates(Tx tx, String organization, String build) {
        return instances
                .of(tx, organization)
                .map(all -> all.stream()
                        .filter(one -> one.row().state() == InstanceState.READY)
                        .toList())
                .chain(ready -> candidates(tx, build, ready));
    }

    /** Takes those in that are ready by now and not on the build; how many there were. */
    Uni<Integer> join(Work work) {
        var build = work.run.subject().build();
        return instances
                .behind(work.tx, work.run.organization(), build)
                .chain(behind -> strangers(work, behind))
                .chain(strangers -> candidates(work.tx, build, strangers))
                .chain(joining -> members.lastPosition(work.connection, work.id())
                        .map(last ->
                                joined(build, joining, last.map(one -> one + 1).orElse(0))))
                .call(joined -> members.insert(work.connection, work.id(), joined))
                .invoke(work::note)
                .map(List::size);
    }

    private Uni<List<Standing>> strangers(Work work, List<Standing> behind) {
        if (behind.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        var ids = behind.stream().map(one -> one.row().id()).toList();
        return members.known(work.connection, work.id(), ids).map(known -> {
            var names = known.stream().map(Member::instance).collect(Collectors.toSet());
            return behind.stream()
                    .filter(one -> !names.contains(one.row().id()))
                    .toList();
        });
    }

    private static List<Member> joined(String build, List<Candidate> joining, int first) {
        var all = new ArrayList<Member>();
        for (var one : joining) {
            all.add(RefreshPlanner.member(build, one, first + all.size(), RefreshPlanner.MEMBERS));
        }
        return all;
    }

    private Uni<List<Candidate>> candidates(Tx tx, String build, List<Standing> ready) {
        Map<String, Boolean> known = new HashMap<>();
        var looked = Uni.createFrom().voidItem();
        for (var reported : ready.stream()
                .map(one -> one.row().build())
                .filter(Objects::nonNull)
                .distinct()
                .toList()) {
            looked = looked.chain(() -> releases.build(tx, String.valueOf(reported)))
                    .invoke(found -> known.put(reported, found != null))
                    .replaceWithVoid();
        }
        return looked.map(
                done -> ready.stream().map(one -> candidate(build, one, known)).toList());
    }

    private static Candidate candidate(String build, Standing one, Map<String, Boolean> known) {
        var row = one.row();
        boolean there = build.equals(row.build()) && build.equals(row.desiredBuild()) && row.health() == Health.HEALTHY;
        return new Candidate(
                row.id(), row.person(), row.role(), row.node(), one.number(), one.pinned(), there, from(one, known));
    }

    /** What an agent reports may be no build of ours: then what was decided last. */
    private static @Nullable String from(Standing one, Map<String, Boolean> known) {
        var reported = one.row().build();
        return reported != null && known.getOrDefault(reported, false)
                ? reported
                : one.row().desiredBuild();
    }
}
