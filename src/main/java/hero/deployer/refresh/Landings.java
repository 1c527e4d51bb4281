package hero.deployer.refresh;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;

import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

import hero.deployer.instance.ArrivalListener;
import hero.deployer.instance.Health;
import hero.deployer.instance.InstanceBatch;
import hero.deployer.instance.InstanceBatch.Standing;
import hero.deployer.instance.InstanceState;
import hero.deployer.refresh.MemberStore.Landed;

/** Writes what became of members, and with it what was seen of their instances. One whose instance is held just now has to wait. */
@ApplicationScoped
class Landings {
    private final MemberStore members;
    private final InstanceBatch instances;
    private final Instance<ArrivalListener> listeners;

    Landings(MemberStore members, InstanceBatch instances, @Any Instance<ArrivalListener> listeners) {
        this.members = members;
        this.instances = instances;
        this.listeners = listeners;
    }

    Uni<Void> write(Work work) {
        if (work.step.landings().isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        var ids = work.step.landings().stream()
                .filter(Landing::leaves)
                .map(landing -> landing.member().instance())
                .toList();
        return free(work, ids)
                .chain(free -> existing(work, ids, free).chain(existing -> {
                    var now = new ArrayList<Landing>();
                    for (var landing : work.step.landings()) {
                        var id = landing.member().instance();
                        if (landing.leaves() && !free.containsKey(id) && existing.contains(id)) {
                            work.deferred.add(landing);
                        } else {
                            now.add(
                                    landing.leaves() && isGone(free.get(id))
                                            ? Landing.gone(landing.member())
                                            : landing);
                        }
                    }
                    return land(work, now);
                }));
    }

    private static boolean isGone(@Nullable Standing found) {
        return found == null || found.row().state() == InstanceState.REMOVING;
    }

    private Uni<Map<String, Standing>> free(Work work, List<String> ids) {
        return ids.isEmpty()
                ? Uni.createFrom().item(Map.of())
                : instances
                        .lockFree(work.tx, ids)
                        .map(all -> all.stream()
                                .collect(Collectors.toMap(one -> one.row().id(), Function.identity())));
    }

    /** Of those that are not free, the ones that are there. */
    private Uni<HashSet<String>> existing(Work work, List<String> ids, Map<String, Standing> free) {
        var others = ids.stream().filter(id -> !free.containsKey(id)).toList();
        return others.isEmpty()
                ? Uni.createFrom().item(new HashSet<>())
                : instances.known(work.tx, others).map(all -> {
                    var there = new HashSet<String>();
                    all.forEach(one -> there.add(one.row().id()));
                    return there;
                });
    }

    private Uni<Void> land(Work work, List<Landing> now) {
        if (now.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        var landed = now.stream()
                .map(one -> new Landed(one.member().instance(), one.member().operation(), one.state(), one.problem()))
                .toList();
        return members.land(work.connection, work.id(), landed)
                .invoke(work::note)
                .map(changed -> seen(now, changed))
                .chain(seen ->
                        instances.land(work.tx, work.run.organization(), seen).chain(() -> arrived(work, now, seen)));
    }

    /** Those whose own installation had failed: what stopped at them is over. */
    private Uni<Void> arrived(Work work, List<Landing> now, List<InstanceBatch.Landing> seen) {
        var ready = seen.stream()
                .filter(InstanceBatch.Landing::ready)
                .map(InstanceBatch.Landing::id)
                .collect(Collectors.toSet());
        var ids = now.stream()
                .filter(one ->
                        one.member().wasFailed() && ready.contains(one.member().instance()))
                .map(one -> one.member().instance())
                .sorted()
                .toList();
        var told = Uni.createFrom().voidItem();
        if (!ids.isEmpty()) {
            for (var listener : listeners) {
                told = told.chain(() -> listener.arrived(work.connection, ids));
            }
        }
        return told;
    }

    /** Of those that were under way: what is being installed on one that had come through is somebody else's. */
    private static List<InstanceBatch.Landing> seen(List<Landing> landings, List<Member> changed) {
        var written = changed.stream().map(Member::instance).collect(Collectors.toSet());
        return landings.stream()
                .filter(one -> one.leaves()
                        && one.member().state().inFlight()
                        && one.state() != MemberState.CANCELLED
                        && written.contains(one.member().instance()))
                .map(Landings::seen)
                .toList();
    }

    private static InstanceBatch.Landing seen(Landing landing) {
        var member = landing.member();
        if (landing.isThere()) {
            return new InstanceBatch.Landing(member.instance(), true, Health.HEALTHY, member.target(), null);
        }
        return new InstanceBatch.Landing(
                member.instance(), !member.wasFailed(), null, null, landing.isWithheld() ? member.otherBuild() : null);
    }
}
