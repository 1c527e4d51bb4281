package hero.deployer.onboarding;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;

/** Reads and writes runs; every reading brings the database's clock along. */
@ApplicationScoped
class OnboardingStore {
    /** A run as it stood at {@code now}. */
    record Reading(Onboarding onboarding, Instant now) {}

    /** A run with its place in lists. */
    record Listed(Onboarding onboarding, long seq) {}

    private static final String SELECT = "select o.*, clock_timestamp() as now from onboarding o ";

    Uni<Instant> now(SqlClient tx) {
        return tx.query("select clock_timestamp()")
                .execute()
                .map(rows -> rows.iterator().next().getOffsetDateTime(0).toInstant());
    }

    Uni<Optional<Reading>> read(SqlClient tx, String id) {
        return one(tx, SELECT + "where o.id = $1", id);
    }

    Uni<Optional<Reading>> lock(SqlClient tx, String id) {
        return one(tx, SELECT + "where o.id = $1 for update", id);
    }

    /** The run that works on an instance now, locked. */
    Uni<Optional<Reading>> lockOpen(SqlClient tx, String instance) {
        return one(tx, SELECT + "where o.instance = $1 and o.state in ('running', 'cancelling') for update", instance);
    }

    /** The newest run of an instance if it has not ended, locked. */
    Uni<Optional<Reading>> lockUnended(SqlClient tx, String instance) {
        return one(
                tx,
                SELECT + "where o.seq = (select max(seq) from onboarding where instance = $1)"
                        + " and o.state in ('running', 'cancelling', 'failed') for update",
                instance);
    }

    /** The newest runs of some instances, of those that have not ended. */
    Uni<List<Onboarding>> unended(SqlClient tx, List<String> instances) {
        return tx.preparedQuery("select o.* from onboarding o where o.instance = any($1)"
                        + " and o.seq = (select max(seq) from onboarding n where n.instance = o.instance)"
                        + " and o.state in ('running', 'cancelling', 'failed')")
                .execute(Tuple.of(instances.toArray(String[]::new)))
                .map(rows -> OnboardingRow.stream(rows).map(OnboardingRow::read).toList());
    }

    /** How long until no creation that was asked for an instance, its end unknown, can take effect any more; empty when none can. */
    Uni<Optional<Duration>> unsettled(SqlClient tx, String instance, Duration settles) {
        return tx.preparedQuery("""
                        select ceil(extract(epoch from max(asked_at) - clock_timestamp()) * 1000)::bigint + $2::bigint
                        from onboarding where instance = $1 and creation = 'ASKED'""")
                .execute(Tuple.of(instance, settles.toMillis()))
                .map(rows -> Optional.ofNullable(rows.iterator().next().getLong(0))
                        .filter(left -> left > 0)
                        .map(Duration::ofMillis));
    }

    /** The newest run of an instance. */
    Uni<Optional<Reading>> newest(SqlClient tx, String instance) {
        return one(tx, SELECT + "where o.instance = $1 order by o.seq desc limit 1", instance);
    }

    /** Runs of an organization, newest first. */
    Uni<List<Listed>> list(
            SqlClient tx, String organization, long number, List<String> states, long before, int limit) {
        return tx.preparedQuery(
                        SELECT + "where o.organization = $1 and o.organization_number = $2 and o.state = any($3)"
                                + " and o.seq < $4 order by o.seq desc limit $5")
                .execute(Tuple.of(organization, number, states.toArray(String[]::new), before, limit))
                .map(rows -> OnboardingRow.stream(rows)
                        .map(row -> new Listed(OnboardingRow.read(row), row.getLong("seq")))
                        .toList());
    }

    Uni<Void> insert(SqlClient tx, Onboarding onboarding) {
        var subject = onboarding.subject();
        return tx.preparedQuery("""
                        insert into onboarding (id, organization, organization_number, instance, person, role, node,
                          made_instance, made_account, made_machine, prior_state, started_by, created_at, state, stages)
                        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)""")
                .execute(Tuple.from(List.of(
                                onboarding.id(),
                                subject.organization(),
                                subject.organizationNumber(),
                                subject.instance(),
                                subject.person(),
                                subject.role()))
                        .addValue(subject.node())
                        .addValue(onboarding.made().instance())
                        .addValue(onboarding.made().account())
                        .addValue(onboarding.made().machine())
                        .addValue(onboarding.made().priorState())
                        .addValue(onboarding.by())
                        .addValue(onboarding.createdAt().atOffset(ZoneOffset.UTC))
                        .addValue(onboarding.state().stored())
                        .addValue(StagesJson.write(onboarding.state().stages())))
                .chain(() -> save(tx, onboarding));
    }

    /**
     * Many new ones of one organization and one moment, in the order given; nothing was asked of the world for them yet.
     *
     * @param nodes where each waits for a place; empty for all where nothing is provisioned
     */
    Uni<Void> insertAll(SqlClient tx, List<Onboarding> all, List<Optional<String>> nodes) {
        var any = all.getFirst();
        return tx.preparedQuery("""
                        insert into onboarding (organization, organization_number, role, started_by, created_at, state, stages,
                          prior_state, made_instance, made_machine, ended_at, version, id, instance, person, node, made_account, place_node, place)
                        select $1::text, $2::bigint, $3::text, $4::text, $5::timestamptz, $6::text, stages::jsonb, $7::text, $8::boolean, true,
                          case when $9::boolean then $5::timestamptz end, 1, id, instance, person, node, account,
                          place_node, case when place_node is null then 'none' else 'waiting' end
                        from unnest($10::text[], $11::text[], $12::text[], $13::text[], $14::boolean[], $15::text[], $16::text[])
                          with ordinality as given (id, instance, person, node, account, stages, place_node, ordinal)
                        order by ordinal""")
                .execute(Tuple.tuple()
                        .addValue(any.subject().organization())
                        .addValue(any.subject().organizationNumber())
                        .addValue(any.subject().role())
                        .addValue(any.by())
                        .addValue(any.createdAt().atOffset(ZoneOffset.UTC))
                        .addValue(any.state().stored())
                        .addValue(any.made().priorState())
                        .addValue(any.made().instance())
                        .addValue(any.state().ended())
                        .addValue(all.stream().map(Onboarding::id).toArray(String[]::new))
                        .addValue(all.stream()
                                .map(one -> one.subject().instance())
                                .toArray(String[]::new))
                        .addValue(
                                all.stream().map(one -> one.subject().person()).toArray(String[]::new))
                        .addValue(all.stream().map(one -> one.subject().node()).toArray(String[]::new))
                        .addValue(all.stream().map(one -> one.made().account()).toArray(Boolean[]::new))
                        .addValue(all.stream()
                                .map(one ->
                                        StagesJson.write(one.state().stages()).encode())
                                .toArray(String[]::new))
                        .addValue(nodes.stream().map(node -> node.orElse(null)).toArray(String[]::new)))
                .replaceWithVoid();
    }

    /** Writes what may change and counts the version up; the row is locked by the caller's transaction. */
    Uni<Void> save(SqlClient tx, Onboarding onboarding) {
        return tx.preparedQuery("""
                        update onboarding set version = version + 1, state = $2, stages = $3, undo_misses = $4, undo_waiting_for = $5,
                          creation = $6, asked_at = $7, operation = $8, operation_fence = $9, operation_build = $10,
                          operation_commanded = $11, operation_seq = $12, build = $14,
                          ended_at = case when $13 then coalesce(ended_at, clock_timestamp()) end
                        where id = $1""").execute(OnboardingRow.changing(onboarding)).replaceWithVoid();
    }

    private static Uni<Optional<Reading>> one(SqlClient tx, String sql, String parameter) {
        return tx.preparedQuery(sql).execute(Tuple.of(parameter)).map(OnboardingStore::first);
    }

    private static Optional<Reading> first(RowSet<Row> rows) {
        return OnboardingRow.stream(rows)
                .findFirst()
                .map(row -> new Reading(OnboardingRow.read(row), instant(row, "now")));
    }

    private static Instant instant(Row row, String column) {
        return row.getOffsetDateTime(column).toInstant();
    }
}
