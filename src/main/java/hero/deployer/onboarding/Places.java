package hero.deployer.onboarding;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;

import hero.deployer.base.Tx;
import hero.deployer.task.Tasks;

/**
 * So many onboardings are at work on one node at once; the others wait in the order they came. A place is a column of the run, so that it
 * outlives whoever works for it.
 *
 * <p>Takers of one node's places take turns by an advisory lock, the last lock they ask for. Whoever leaves takes none, for a removal leaves
 * many places in one transaction: it wakes those who are first in line, and they look for themselves.
 */
@ApplicationScoped
class Places {
    private static final String LOCK =
            "select cast(pg_advisory_xact_lock(hashtextextended('onboarding place ' || $1::text, 0)) as text)";

    // counts the few that have a place, not the thousands that may wait for one
    private static final String LOOK = """
            select (select count(*) from onboarding where place_node = $1 and place = 'taken' and id <> $2) as others,
                (select place from onboarding where id = $2) as mine""";

    private final Tasks tasks;
    private final OnboardingConfig config;

    Places(Tasks tasks, OnboardingConfig config) {
        this.tasks = tasks;
        this.config = config;
    }

    /**
     * What came of asking for a place.
     *
     * @param waited whether the run had waited before
     * @param waitingFor in words, when it has to wait
     */
    record Asked(boolean waited, Optional<String> waitingFor) {}

    /** Takes a place for a run whose row the caller has locked, or puts it in line. */
    Uni<Asked> take(SqlConnection connection, String onboarding, String node) {
        return connection
                .preparedQuery(LOCK)
                .execute(Tuple.of(node))
                .chain(() -> connection.preparedQuery(LOOK).execute(Tuple.of(node, onboarding)))
                .chain(rows -> {
                    var row = rows.iterator().next();
                    return take(connection, onboarding, node, row.getLong("others"), row.getString("mine"));
                });
    }

    private Uni<Asked> take(SqlConnection connection, String onboarding, String node, long others, String mine) {
        boolean waited = mine.equals("waiting");
        if (mine.equals("taken")) {
            return Uni.createFrom().item(new Asked(false, Optional.empty()));
        }
        boolean room = others < config.perNode();
        return connection
                .preparedQuery("update onboarding set place = $2, place_node = $3 where id = $1")
                .execute(Tuple.of(onboarding, room ? "taken" : "waiting", node))
                .chain(() -> room ? wake(connection, node, config.perNode() - others - 1) : nothing())
                .replaceWith(new Asked(waited, room ? Optional.empty() : Optional.of(words(node))));
    }

    /** Gives the place up, or the wait for one, when a run stops; those in line are woken. */
    Uni<Void> left(SqlConnection connection, Onboarding before, Onboarding after) {
        boolean works = before.state() instanceof OnboardingState.Running;
        if (!works || after.state() instanceof OnboardingState.Running) {
            return nothing();
        }
        return connection
                .preparedQuery(
                        "update onboarding set place = 'none' where id = $1 and place <> 'none' returning place_node")
                .execute(Tuple.of(before.id()))
                .chain(rows -> rows.size() == 0
                        ? nothing()
                        : next(connection, rows.iterator().next().getString(0)));
    }

    /** What a run that is made while others are before it waits for; empty for those for whom there may be a place at once. */
    Optional<String> words(String node, int before) {
        return before < config.perNode() ? Optional.empty() : Optional.of(words(node));
    }

    private Uni<Void> next(SqlConnection connection, String node) {
        return connection
                .preparedQuery("select count(*) from onboarding where place = 'taken' and place_node = $1")
                .execute(Tuple.of(node))
                // one more than is free: of two that leave at once neither sees the other go
                .chain(rows -> wake(
                        connection,
                        node,
                        1 + config.perNode() - rows.iterator().next().getLong(0)));
    }

    private Uni<Void> wake(SqlConnection connection, String node, long count) {
        if (count <= 0) {
            return nothing();
        }
        return connection
                .preparedQuery(
                        "select id from onboarding where place = 'waiting' and place_node = $1 order by seq limit $2")
                .execute(Tuple.of(node, count))
                .chain(rows -> {
                    List<String> ids = new ArrayList<>();
                    rows.forEach(row -> ids.add(row.getString(0)));
                    return tasks.enqueueAll(Tx.of(connection), OnboardingRunner.KIND, ids);
                });
    }

    private String words(String node) {
        return "a place on node " + node + " (" + config.perNode() + " at work)";
    }

    private static Uni<Void> nothing() {
        return Uni.createFrom().voidItem();
    }
}
