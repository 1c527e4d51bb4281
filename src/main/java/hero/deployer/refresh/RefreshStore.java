package hero.deployer.refresh;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import org.jspecify.annotations.Nullable;

/** The table of runs. */
@ApplicationScoped
class RefreshStore {
    /** A run as it stood at {@code now}, on the database's clock. */
    record Reading(Refresh run, Instant now) {}

    private static final String SELECT = """
            select r.*, clock_timestamp() as now, r.seq = (select max(seq) from refresh later
                where later.organization = r.organization and later.organization_number = r.organization_number) as newest
            from refresh r\s""";
    private static final String OPEN = "r.state in ('planned', 'running', 'paused', 'halted', 'rolling_back')";

    Uni<Optional<Reading>> read(SqlClient tx, String id) {
        return one(tx, SELECT + "where r.id = $1", Tuple.of(id));
    }

    Uni<Optional<Reading>> lock(SqlClient tx, String id) {
        return one(tx, SELECT + "where r.id = $1 for update of r", Tuple.of(id));
    }

    /** The version of a run, to see whether somebody changed it. */
    Uni<Long> version(SqlClient tx, String id) {
        return tx.preparedQuery("select version from refresh where id = $1")
                .execute(Tuple.of(id))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    Uni<Optional<Reading>> open(SqlClient tx, String organization) {
        return one(tx, SELECT + "where r.organization = $1 and " + OPEN, Tuple.of(organization));
    }

    Uni<Optional<Reading>> lockOpen(SqlClient tx, String organization) {
        return one(tx, SELECT + "where r.organization = $1 and " + OPEN + " for update of r", Tuple.of(organization));
    }

    Uni<List<Refresh>> open(SqlClient tx, List<String> organizations) {
        return tx.preparedQuery(SELECT + "where r.organization = any ($1) and " + OPEN)
                .execute(Tuple.of(organizations.toArray(String[]::new)))
                .map(rows -> RefreshRow.stream(rows).map(RefreshRow::read).toList());
    }

    /** The runs of an organization, newest first. */
    Uni<List<Refresh>> list(SqlClient tx, String organization, long number, long before, int limit) {
        return tx.preparedQuery(SELECT + "where r.organization = $1 and r.organization_number = $2 and r.seq < $3"
                        + " order by r.seq desc limit $4")
                .execute(Tuple.of(organization, number, before, limit))
                .map(rows -> RefreshRow.stream(rows).map(RefreshRow::read).toList());
    }

    /** Opens it; false when another one is open, which is waited for while it is just being opened. */
    Uni<Boolean> insert(SqlClient tx, Refresh run) {
        return tx.preparedQuery("""
                        insert into refresh (id, organization, organization_number, build, prior_build, state, canary, max_parallel,
                          max_failures, bake_seconds, auto_rollback, member_deadline, canary_count, parallel, failures, counts,
                          started_by, ended_at)
                        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,
                          case when $6 = 'succeeded' then clock_timestamp() end)
                        on conflict (organization) where state in ('planned', 'running', 'paused', 'halted', 'rolling_back')
                        do nothing""").execute(RefreshRow.inserting(run)).map(rows -> rows.rowCount() == 1);
    }

    /**
     * Writes what may change and counts the version up; the row is locked by the caller's transaction.
     *
     * @param quiet nothing of it is under way
     * @return the run as it is now
     */
    Uni<Reading> save(SqlClient tx, Refresh run, boolean quiet) {
        return tx.preparedQuery("""
                        update refresh set version = version + 1, state = $2, back = $3, retry = $4, reason = $5, wave = $6,
                          canary_passed = $7, bake_until = $8, counts = $9,
                          started_at = case when $2 = 'planned' then started_at else coalesce(started_at, clock_timestamp()) end,
                          ended_at = case when $10 then coalesce(ended_at, clock_timestamp()) end
                        where id = $1""")
                .execute(RefreshRow.changing(run, quiet))
                .chain(() -> read(tx, run.id()))
                .map(Optional::orElseThrow);
    }

    /** Notes how its members stand, without counting as a change. */
    Uni<Void> tell(SqlClient tx, String id, Counts counts) {
        return tx.preparedQuery("update refresh set counts = $2 where id = $1")
                .execute(Tuple.of(id, RefreshRow.json(counts)))
                .replaceWithVoid();
    }

    private static Uni<Optional<Reading>> one(SqlClient tx, String sql, Tuple parameters) {
        return tx.preparedQuery(sql)
                .execute(parameters)
                .map(rows -> RefreshRow.stream(rows)
                        .findFirst()
                        .map(row -> new Reading(
                                RefreshRow.read(row),
                                row.getOffsetDateTime("now").toInstant())));
    }

    static long before(@Nullable String cursor) {
        try {
            return cursor == null ? Long.MAX_VALUE : Long.parseLong(cursor);
        } catch (NumberFormatException wrong) {
            throw hero.deployer.base.ProblemException.badField("cursor", "is not one of ours");
        }
    }
}
