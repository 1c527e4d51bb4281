package hero.deployer.refresh;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import hero.deployer.base.Tx;
import hero.deployer.instance.OpenWork;
import hero.deployer.task.NewTask;
import hero.deployer.task.Tasks;

/** Refreshes as other rooms need them. */
@ApplicationScoped
public class Refreshes implements OpenWork {
    private static final String TAKE_AWAY = """
            update refresh_member m set state = 'cancelled', reason = 'The instance is being removed.', ended_at = clock_timestamp()
            from refresh r
            where r.id = m.refresh and m.instance = $1 and m.state in ('pending', 'updating', 'verifying')
            returning r.organization, m.*""";

    /** The open refresh of an organization at a glance. */
    public record OpenRefresh(
            String id,

            @Schema(
                    enumeration = {
                        "planned",
                        "running",
                        "paused",
                        "halted",
                        "rolling_back",
                        "succeeded",
                        "failed",
                        "cancelled",
                        "rolled_back"
                    })
            String state,

            boolean back,
            RefreshView.CountsView counts,
            long total,
            String build) {}

    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
    private final Pool pool;
    private final RefreshStore store;
    private final MemberStore members;
    private final RefreshLog log;
    private final Tasks tasks;

    Refreshes(Pool pool, RefreshStore store, MemberStore members, RefreshLog log, Tasks tasks) {
        this.pool = pool;
        this.store = store;
        this.members = members;
        this.log = log;
        this.tasks = tasks;
    }

    /** The organization of a run, whatever became of it; empty where there is none of that id. */
    public Uni<Optional<String>> organizationOf(SqlClient client, String id) {
        return store.read(client, id).map(found -> found.map(run -> run.run().organization()));
    }

    /** By organization, of those that have an open one. */
    public Uni<Map<String, OpenRefresh>> open(Tx tx, Collection<String> organizations) {
        SqlClient client = tx instanceof Tx.OverSql(var connection) ? connection : pool;
        return store.open(client, List.copyOf(organizations)).chain(open -> {
            var found = new HashMap<String, OpenRefresh>();
            var counted = Uni.createFrom().voidItem();
            for (var run : open) {
                counted = counted.chain(() -> members.counts(client, run.id()))
                        .invoke(counts -> found.put(run.organization(), glance(run.with(counts))))
                        .replaceWithVoid();
            }
            return counted.replaceWith(found);
        });
    }

    private static OpenRefresh glance(Refresh run) {
        var view = RefreshView.of(run);
        return new OpenRefresh(view.id(), view.state(), view.back(), view.counts(), view.total(), view.build());
    }

    /**
     * Nothing more is sent to it, but for a command that is on its way in the moment of the commit, or until the run's next look where
     * another replica drives it: its machine goes, and an agent that was told to stop its stack keeps it stopped whatever it installs. Only the member's own row is written, never the run's, so that whoever removes many at once and the run
     * cannot wait for each other.
     */
    @Override
    public Uni<Void> cancelForRemoval(SqlConnection tx, String actor, String instance) {
        return tx.preparedQuery(TAKE_AWAY)
                .execute(Tuple.of(instance))
                .map(rows -> RefreshRow.stream(rows).toList())
                .chain(rows -> {
                    var told = Uni.createFrom().voidItem();
                    for (var row : rows) {
                        var run = row.getString("refresh");
                        told = told.chain(() -> log.members(
                                        Tx.of(tx), row.getString("organization"), run, List.of(RefreshRow.member(row))))
                                .chain(() -> wake(tx, run));
                    }
                    return told;
                });
    }

    /** Nothing more starts, in whatever state it was; what is under way ends, or is taken away with its instance. */
    @Override
    public Uni<Void> cancelForOrganization(SqlConnection tx, String actor, String organization) {
        return store.lockOpen(tx, organization)
                .chain(found -> found.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : members.counts(tx, found.get().run().id())
                                .map(counts -> found.get()
                                        .run()
                                        .with(counts)
                                        .with(new RefreshState.Cancelled(), Moves.LEAVING))
                                .chain(run -> store.save(tx, run, run.counts().inFlight() == 0))
                                .map(RefreshStore.Reading::run)
                                .call(run -> log.state(Tx.of(tx), run))
                                .call(run -> log.audited(Tx.of(tx), actor, Verb.CANCEL.word(), run))
                                .chain(run -> wake(tx, run.id())));
    }

    @Override
    public Uni<Map<String, List<String>>> openFor(SqlConnection tx, List<String> instances) {
        return members.openFor(tx, instances);
    }

    /** Makes the run's task due. */
    Uni<Void> wake(SqlClient tx, String run) {
        return tasks.enqueue(Tx.of(tx), NewTask.now(RefreshRunner.KIND, run))
                .invoke(() -> listeners.forEach(listener -> listener.accept(run)));
    }

    /** Calls {@code listener} with the run whenever it is changed on this replica, just before the commit. */
    void onChange(Consumer<String> listener) {
        listeners.add(listener);
    }
}
