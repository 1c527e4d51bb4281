package hero.deployer.refresh;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

import hero.deployer.instance.InstanceBatch;
import hero.deployer.instance.InstanceBatch.Standing;
import hero.deployer.instance.InstanceRow;
import hero.deployer.instance.InstanceState;
import hero.deployer.refresh.MemberStore.Decided;
import hero.deployer.refresh.Work.Started;

/** Writes who is about to be updated, before anybody is told; looks once more who may be. */
@ApplicationScoped
class Intents {
    private static final String BUSY = "Waits for its own installation to end.";

    private final MemberStore members;
    private final InstanceBatch instances;

    Intents(MemberStore members, InstanceBatch instances) {
        this.members = members;
        this.instances = instances;
    }

    Uni<Void> write(Work work) {
        var starting = work.step.starting();
        if (starting.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        if (!work.run.state().starts()) {
            work.reload = true;
            return Uni.createFrom().voidItem();
        }
        // a landing that could not be written still takes up its place in the window
        int room = Math.max(0, starting.size() - work.deferred.size());
        var ids = starting.subList(0, room);
        work.held.addAll(starting.subList(room, starting.size()));
        return instances
                .lockFree(work.tx, ids)
                .chain(free -> absent(work, ids, free)
                        .chain(() -> barred(work, free))
                        .chain(() -> begin(work, ready(free), failed(free))));
    }

    /** Somebody holds it, or it is gone. */
    private Uni<Void> absent(Work work, List<String> ids, List<Standing> free) {
        var others = new HashSet<>(ids);
        free.forEach(one -> others.remove(one.row().id()));
        if (others.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return instances.known(work.tx, others).chain(held -> {
            held.forEach(one -> {
                others.remove(one.row().id());
                work.held.add(one.row().id());
            });
            return pass(work, List.copyOf(others), MemberState.CANCELLED, "The instance is gone.");
        });
    }

    private Uni<Void> barred(Work work, List<Standing> free) {
        var all = Uni.createFrom().voidItem();
        for (var one : free) {
            var id = one.row().id();
            var unready = RefreshPlanner.unready(one.row().state(), one.row().agentAddress() != null);
            if (unready == null) {
                if (one.pinned() != null) {
                    var why = "Pinned " + one.pinned();
                    all = all.chain(() -> pass(work, List.of(id), MemberState.SKIPPED, why));
                }
                continue;
            }
            switch (one.row().state()) {
                case REMOVING -> all = all.chain(() -> pass(work, List.of(id), MemberState.CANCELLED, unready));
                case FAILED, REGISTERED -> all = all.chain(() -> pass(work, List.of(id), MemberState.SKIPPED, unready));
                case PROVISIONING, PROVISIONED, INSTALLING -> work.busy.add(id);
                case READY -> throw new IllegalStateException("ready, and yet " + unready);
            }
        }
        return all.chain(() -> work.busy.isEmpty()
                ? Uni.createFrom().voidItem()
                : members.waitFor(work.connection, work.id(), work.busy, BUSY)
                        .invoke(work::note)
                        .replaceWithVoid());
    }

    private Uni<Void> pass(Work work, List<String> ids, MemberState state, String why) {
        return ids.isEmpty()
                ? Uni.createFrom().voidItem()
                : members.pass(work.connection, work.id(), ids, state, why)
                        .invoke(work::note)
                        .replaceWithVoid();
    }

    private static List<String> ready(List<Standing> free) {
        return free.stream()
                .filter(one -> one.pinned() == null
                        && RefreshPlanner.unready(one.row().state(), one.row().agentAddress() != null) == null)
                .map(one -> one.row().id())
                .toList();
    }

    private static Set<String> failed(List<Standing> free) {
        return free.stream()
                .filter(one -> one.row().state() == InstanceState.FAILED)
                .map(one -> one.row().id())
                .collect(Collectors.toSet());
    }

    private Uni<Void> begin(Work work, List<String> ids, Set<String> failed) {
        if (ids.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return members.known(work.connection, work.id(), ids).chain(found -> {
            var byBuild = found.stream()
                    .filter(member -> member.state() == MemberState.PENDING)
                    .collect(Collectors.groupingBy(
                            Member::target, TreeMap::new, Collectors.mapping(Member::instance, Collectors.toList())));
            var decided = new ArrayList<InstanceRow>();
            var all = Uni.createFrom().voidItem();
            for (var group : byBuild.entrySet()) {
                all = all.chain(() ->
                                instances.decide(work.tx, work.run.organization(), group.getValue(), group.getKey()))
                        .invoke(decided::addAll)
                        .replaceWithVoid();
            }
            return all.chain(() -> begun(work, decided, failed));
        });
    }

    private Uni<Void> begun(Work work, List<InstanceRow> decided, Set<String> failed) {
        Map<String, InstanceRow> rows = new HashMap<>();
        decided.forEach(row -> rows.put(row.id(), row));
        var commands = decided.stream()
                .map(row -> new Decided(row.id(), row.fence(), failed.contains(row.id())))
                .toList();
        return members.begin(work.connection, work.id(), commands)
                .invoke(work::note)
                .invoke(begun -> begun.forEach(member -> {
                    var row = rows.get(member.instance());
                    if (row != null) {
                        work.started.add(new Started(member, row));
                    }
                }))
                .replaceWithVoid();
    }
}
