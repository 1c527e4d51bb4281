package hero.deployer.refresh;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;

import hero.deployer.base.Tx;
import hero.deployer.instance.InstanceBatch;
import hero.deployer.instance.InstanceRow;
import hero.deployer.refresh.Work.Started;
import hero.deployer.task.TaskLease;

/** What one turn reads and writes of its run. */
final class Logbook {
    private static final int AT_ONCE = 1_000;

    private final Pool pool;
    private final RefreshStore store;
    private final MemberStore members;
    private final InstanceBatch instances;
    private final RefreshCommit commit;
    private final TaskLease lease;

    Logbook(
            Pool pool,
            RefreshStore store,
            MemberStore members,
            InstanceBatch instances,
            RefreshCommit commit,
            TaskLease lease) {
        this.pool = pool;
        this.store = store;
        this.members = members;
        this.instances = instances;
        this.commit = commit;
        this.lease = lease;
    }

    /** What was under way when the last turn ended; a member whose instance is gone has no row. */
    record Aboard(List<Started> found, List<Member> lost, Instant now) {}

    /** What somebody else did: the run's version, and instances that were taken away. */
    record News(long version, List<String> takenAway) {}

    int errors() {
        return lease.errors();
    }

    Uni<Work> commit(Step step) {
        return commit.commit(lease, step);
    }

    Uni<List<String>> waiting(Refresh run) {
        return members.waiting(pool, run.id(), run.progress().wave());
    }

    Uni<News> news(Refresh run) {
        return store.version(pool, run.id())
                .chain(version -> members.takenAway(pool, run.id()).map(taken -> new News(version, taken)));
    }

    Uni<Aboard> aboard(Refresh run) {
        return members.inFlight(pool, run.id())
                .chain(flying -> rows(flying)
                        .chain(rows -> store.read(pool, run.id())
                                .map(reading -> aboard(
                                        flying, rows, reading.orElseThrow().now()))));
    }

    private static Aboard aboard(List<Member> flying, Map<String, InstanceRow> rows, Instant now) {
        var found = new ArrayList<Started>();
        var lost = new ArrayList<Member>();
        for (var member : flying) {
            var row = rows.get(member.instance());
            if (row == null) {
                lost.add(member);
            } else {
                found.add(new Started(member, row));
            }
        }
        return new Aboard(found, lost, now);
    }

    Uni<Boolean> anyToBake(Refresh run) {
        return members.anyToBake(pool, run.id(), run.progress().wave() == RefreshPlanner.CANARY);
    }

    private Uni<List<Member>> toBake(Refresh run) {
        return members.toBake(pool, run.id(), run.progress().wave() == RefreshPlanner.CANARY);
    }

    Uni<List<Bake.Watched>> watched(Refresh run) {
        return toBake(run)
                .chain(found -> rows(found).map(rows -> {
                    var all = new ArrayList<Bake.Watched>();
                    for (var member : found) {
                        var row = rows.get(member.instance());
                        if (row != null) {
                            all.add(new Bake.Watched(member, row));
                        }
                    }
                    return all;
                }));
    }

    private Uni<Map<String, InstanceRow>> rows(List<Member> of) {
        Map<String, InstanceRow> rows = new HashMap<>();
        var read = Uni.createFrom().voidItem();
        for (int from = 0; from < of.size(); from += AT_ONCE) {
            var ids = of.subList(from, Math.min(of.size(), from + AT_ONCE)).stream()
                    .map(Member::instance)
                    .toList();
            read = read.chain(() -> instances.known(Tx.of(pool), ids))
                    .invoke(found -> found.forEach(one -> rows.put(one.row().id(), one.row())))
                    .replaceWithVoid();
        }
        return read.replaceWith(rows);
    }
}
