package hero.deployer.refresh;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
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

/** Who takes part: at the start, and those that came meanwhile. */
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

    /** Everyone who stays. */
    Uni<List<Candidate>> candidates(Tx tx, String organization, String build) {
        return instances
                .of(tx, organization)
                .map(all -> all.stream()
                        .filter(one -> one.row().state() != InstanceState.REMOVING)
                        .toList())
                .chain(staying -> candidates(tx, build, staying));
    }

    /**
     * Takes those in that came meanwhile, or were skipped and are not to be any more, and are not on the build; how many there were. Where
     * something else is being installed they come when that has ended.
     */
    Uni<Integer> join(Work work) {
        var build = work.run.subject().build();
        return instances
                .behind(work.tx, work.run.organization(), build)
                .chain(behind -> outside(work, behind, skipped -> true))
                .chain(outside -> candidates(work.tx, build, outside))
                .chain(joining -> take(
                        work,
                        joining.stream().map(one -> Joining.forward(build, one)).toList()));
    }

    /** In a rollback: those that were set up on the new build meanwhile go to what the organization stood on before. */
    Uni<Integer> joinBack(Work work) {
        var subject = work.run.subject();
        var prior = subject.priorBuild();
        if (prior == null
                || prior.equals(subject.build())
                || !work.run.progress().canaryPassed()) {
            return Uni.createFrom().item(0);
        }
        return instances
                .meantFor(work.tx, subject.organization(), subject.build())
                .chain(meant -> outside(work, meant, skipped -> !subject.build().equals(skipped.from())))
                .chain(outside -> candidates(work.tx, subject.build(), outside))
                .chain(joining -> take(
                        work,
                        joining.stream()
                                .map(one -> Joining.back(subject.build(), prior, one))
                                .toList()));
    }

    /** Those that have no part in the run, or were skipped and satisfy the condition. */
    private Uni<List<Standing>> outside(Work work, List<Standing> found, Predicate<Member> condition) {
        if (found.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        var ids = found.stream().map(one -> one.row().id()).toList();
        return members.known(work.connection, work.id(), ids).map(known -> {
            var inside = known.stream()
                    .filter(one -> one.state() != MemberState.SKIPPED || !condition.test(one))
                    .map(Member::instance)
                    .collect(Collectors.toSet());
            return found.stream()
                    .filter(one -> !inside.contains(one.row().id()))
                    .toList();
        });
    }

    private Uni<Integer> take(Work work, List<Joining> joining) {
        return joining.isEmpty()
                ? Uni.createFrom().item(0)
                : members.join(work.connection, work.id(), joining)
                        .invoke(work::note)
                        .map(List::size);
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
        boolean there = row.state() != InstanceState.FAILED
                && build.equals(row.desiredBuild())
                && (row.state() == InstanceState.INSTALLING
                        || build.equals(row.build()) && row.health() == Health.HEALTHY);
        return new Candidate(
                row.id(),
                row.person(),
                row.role(),
                row.node(),
                one.number(),
                row.state(),
                row.agentAddress() != null,
                one.pinned(),
                there,
                from(one, known));
    }

    /** What an agent reports may be no build of ours: then what was decided last, unless just that has failed. */
    private static @Nullable String from(Standing one, Map<String, Boolean> known) {
        var reported = one.row().build();
        return reported != null && known.getOrDefault(reported, false)
                ? reported
                : one.row().state() == InstanceState.FAILED ? null : one.row().desiredBuild();
    }
}
