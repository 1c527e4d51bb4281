package hero.deployer.refresh;

import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.Failure;

/** The table of runs' members, many rows in one statement. Every change answers the rows as they are after it. */
@ApplicationScoped
class MemberStore {
    private static final String FAILURES = "('failed', 'unreachable', 'rolled_back')";

    /** What became of a member that is under way, or had come through; one that was not told of anything waits again. */
    record Landed(
            String instance,
            @Nullable String operation,
            MemberState state,
            @Nullable Failure problem) {}

    /** What was decided for a member: the next command to its agent. */
    record Decided(String instance, long fence, boolean wasFailed) {}

    Uni<Void> insert(SqlClient tx, String run, List<Member> members) {
        return members.isEmpty()
                ? Uni.createFrom().voidItem()
                : tx.preparedQuery("""
                        insert into refresh_member (refresh, instance, person, role, node, position, wave, state, from_build, to_build, reason)
                        select $1, m.* from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::int[], $7::smallint[], $8::text[],
                            $9::text[], $10::text[], $11::text[]) m
                        on conflict do nothing""")
                        .execute(Tuple.tuple()
                                .addValue(run)
                                .addValue(texts(members, Member::instance))
                                .addValue(texts(members, Member::person))
                                .addValue(texts(members, Member::role))
                                .addValue(texts(members, Member::node))
                                .addValue(members.stream().map(Member::position).toArray(Integer[]::new))
                                .addValue(members.stream()
                                        .map(member -> (short) member.wave())
                                        .toArray(Short[]::new))
                                .addValue(
                                        texts(members, member -> member.state().word()))
                                .addValue(texts(members, Member::from))
                                .addValue(texts(members, Member::to))
                                .addValue(texts(members, Member::reason)))
                        .replaceWithVoid();
    }

    Uni<Counts> counts(SqlClient tx, String run) {
        return tx.preparedQuery("select state, count(*) from refresh_member where refresh = $1 group by state")
                .execute(Tuple.of(run))
                .map(rows -> {
                    Map<MemberState, Long> counts = new EnumMap<>(MemberState.class);
                    rows.forEach(row -> counts.put(MemberState.of(row.getString(0)), row.getLong(1)));
                    return Counts.of(counts);
                });
    }

    /** How many count against the bound. */
    Uni<Long> failures(SqlClient tx, String run) {
        return tx.preparedQuery(
                        "select count(*) from refresh_member where refresh = $1 and not back and state in " + FAILURES)
                .execute(Tuple.of(run))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    /** Those that wait to be started, up to this wave, in their order. */
    Uni<List<String>> waiting(SqlClient tx, String run, int wave) {
        return tx.preparedQuery("select instance from refresh_member where refresh = $1 and state = 'pending' and"
                        + " (wave <= $2 or back) order by position")
                .execute(Tuple.of(run, wave))
                .map(rows ->
                        RefreshRow.stream(rows).map(row -> row.getString(0)).toList());
    }

    Uni<List<Member>> inFlight(SqlClient tx, String run) {
        return many(tx, "select * from refresh_member where refresh = $1 and state in ('updating', 'verifying')", run);
    }

    /** Those that were under way when their instance was taken away. */
    Uni<List<String>> takenAway(SqlClient tx, String run) {
        return tx.preparedQuery("select instance from refresh_member"
                        + " where refresh = $1 and state = 'cancelled' and operation is not null")
                .execute(Tuple.of(run))
                .map(rows ->
                        RefreshRow.stream(rows).map(row -> row.getString(0)).toList());
    }

    /** Those that came through and are to be watched: the canary, or everyone after it. */
    Uni<List<Member>> toBake(SqlClient tx, String run, boolean canary) {
        return many(
                tx,
                "select * from refresh_member where refresh = $1 and state = 'succeeded' and not back and "
                        + (canary ? "wave = 0" : "wave > 0"),
                run);
    }

    Uni<Boolean> anyToBake(SqlClient tx, String run, boolean canary) {
        return tx.preparedQuery("select exists (select 1 from refresh_member where refresh = $1 and state = 'succeeded'"
                        + " and not back and " + (canary ? "wave = 0)" : "wave > 0)"))
                .execute(Tuple.of(run))
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    /** They wait from now on, behind all others; one that was skipped keeps its place. */
    Uni<List<Member>> join(SqlClient tx, String run, List<Joining> joining) {
        return tx.preparedQuery("""
                        insert into refresh_member as m (refresh, instance, person, role, node, position, wave, state, back,
                          from_build, to_build)
                        select $1, j.instance, j.person, j.role, j.node,
                          (select coalesce(max(position), -1) from refresh_member where refresh = $1) + j.place, j.wave, 'pending',
                          j.back, j.had, j.gets
                        from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::smallint[], $7::boolean[], $8::text[],
                            $9::text[]) with ordinality j (instance, person, role, node, wave, back, had, gets, place)
                        on conflict (refresh, instance) do update set state = 'pending', back = excluded.back,
                          from_build = excluded.from_build, reason = null, ended_at = null
                        where m.state = 'skipped' returning *""")
                .execute(Tuple.tuple()
                        .addValue(run)
                        .addValue(texts(joining, Joining::instance))
                        .addValue(texts(joining, Joining::person))
                        .addValue(texts(joining, Joining::role))
                        .addValue(texts(joining, Joining::node))
                        .addValue(
                                joining.stream().map(one -> (short) one.wave()).toArray(Short[]::new))
                        .addValue(joining.stream().map(Joining::back).toArray(Boolean[]::new))
                        .addValue(texts(joining, Joining::from))
                        .addValue(texts(joining, Joining::to)))
                .map(rows -> RefreshRow.stream(rows).map(RefreshRow::member).toList());
    }

    /** Where no canary came to an end, because its instances left or were pinned: the next ones go first instead. */
    Uni<List<Member>> nextCanary(SqlClient tx, String run, int count) {
        return tx.preparedQuery("""
                        update refresh_member set wave = 0 where refresh = $1 and instance in (
                          select instance from refresh_member where refresh = $1 and wave = 1 and state = 'pending'
                          order by position limit $2)
                        and not exists (select 1 from refresh_member where refresh = $1 and wave = 0
                          and state in ('succeeded', 'failed', 'unreachable', 'rolled_back'))
                        returning *""")
                .execute(Tuple.of(run, count))
                .map(rows -> RefreshRow.stream(rows).map(RefreshRow::member).toList());
    }

    /** Says what those wait for that cannot start yet; answers those of whom that was not known. */
    Uni<List<Member>> waitFor(SqlClient tx, String run, List<String> instances, String reason) {
        return tx.preparedQuery("update refresh_member set reason = $3 where refresh = $1 and instance = any ($2)"
                        + " and state = 'pending' and reason is distinct from $3 returning *")
                .execute(Tuple.of(run, instances.toArray(String[]::new), reason))
                .map(rows -> RefreshRow.stream(rows).map(RefreshRow::member).toList());
    }

    /** What an open run, or one that is just being called off, has to do with some instances, in words: by instance. */
    Uni<Map<String, List<String>>> openFor(SqlClient tx, List<String> instances) {
        return tx.preparedQuery(
                        "select instance, 'refresh ' || refresh || ' (' || state || ')' from refresh_member"
                                + " where instance = any ($1) and state in ('pending', 'updating', 'verifying') order by refresh")
                .execute(Tuple.of(instances.toArray(String[]::new)))
                .map(rows -> RefreshRow.stream(rows)
                        .collect(Collectors.groupingBy(
                                row -> row.getString(0),
                                Collectors.mapping(row -> row.getString(1), Collectors.toList()))));
    }

    Uni<List<Member>> known(SqlClient tx, String run, Collection<String> instances) {
        return tx.preparedQuery("select * from refresh_member where refresh = $1 and instance = any ($2)")
                .execute(Tuple.of(run, instances.toArray(String[]::new)))
                .map(rows -> RefreshRow.stream(rows).map(RefreshRow::member).toList());
    }

    /** Under way from now on; what is not pending any more is passed over. */
    Uni<List<Member>> begin(SqlClient tx, String run, List<Decided> decided) {
        return tx.preparedQuery("""
                        update refresh_member m set state = 'updating', attempts = attempts + 1,
                          operation = m.refresh || '-' || m.instance || '-' || (attempts + 1), fence = d.fence,
                          was_failed = d.was_failed,
                          reason = null, problem_kind = null, problem_code = null, problem_message = null, problem_next = null,
                          started_at = clock_timestamp(), ended_at = null
                        from unnest($2::text[], $3::bigint[], $4::boolean[]) d (name, fence, was_failed)
                        where m.refresh = $1 and m.instance = d.name and m.state = 'pending'
                        returning m.*""")
                .execute(Tuple.of(
                        run,
                        texts(decided, Decided::instance),
                        decided.stream().map(Decided::fence).toArray(Long[]::new),
                        decided.stream().map(Decided::wasFailed).toArray(Boolean[]::new)))
                .map(rows -> RefreshRow.stream(rows).map(RefreshRow::member).toList());
    }

    /**
     * Where those under this operation stand now; one that was taken away meanwhile is passed over. So is one that is being verified while
     * somebody, who can only be taking it away, holds its row: a removal of many holds them for long, and may wait for what we hold.
     */
    Uni<List<Member>> land(SqlClient tx, String run, List<Landed> landed) {
        return tx.preparedQuery("""
                        with free as materialized (select instance from refresh_member
                          where refresh = $1 and instance = any ($8) for update skip locked)
                        update refresh_member m set state = d.next, problem_kind = d.kind, problem_code = d.code, problem_message = d.message,
                          problem_next = d.advice,
                          attempts = attempts - case when d.next = 'pending' then 1 else 0 end,
                          started_at = case when d.next <> 'pending' then started_at end,
                          ended_at = case when d.next not in ('verifying', 'pending') then clock_timestamp() end
                        from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $9::text[])
                            d (name, command, next, kind, message, advice, code)
                        where m.refresh = $1 and m.instance = d.name and m.operation is not distinct from d.command
                          and m.state in ('updating', 'verifying', 'succeeded')
                          and (d.next <> 'verifying' or m.instance in (select instance from free))
                        returning m.*""")
                .execute(Tuple.tuple()
                        .addValue(run)
                        .addValue(texts(landed, Landed::instance))
                        .addValue(texts(landed, Landed::operation))
                        .addValue(texts(landed, one -> one.state().word()))
                        .addValue(texts(
                                landed,
                                one -> one.problem() == null
                                        ? null
                                        : one.problem().kind().name()))
                        .addValue(texts(
                                landed,
                                one -> one.problem() == null
                                        ? null
                                        : one.problem().message()))
                        .addValue(texts(
                                landed,
                                one -> one.problem() == null
                                        ? null
                                        : one.problem().next()))
                        .addValue(landed.stream()
                                .filter(one -> one.state() == MemberState.VERIFYING)
                                .map(Landed::instance)
                                .toArray(String[]::new))
                        .addValue(texts(
                                landed,
                                one -> one.problem() == null
                                        ? null
                                        : one.problem().code())))
                .map(rows -> RefreshRow.stream(rows).map(RefreshRow::member).toList());
    }

    /** Ends those that have not started. */
    Uni<List<Member>> pass(SqlClient tx, String run, List<String> instances, MemberState state, String reason) {
        return tx.preparedQuery("update refresh_member set state = $3, reason = $4, ended_at = clock_timestamp()"
                        + " where refresh = $1 and instance = any ($2) and state = 'pending' returning *")
                .execute(Tuple.of(run, instances.toArray(String[]::new), state.word(), reason))
                .map(rows -> RefreshRow.stream(rows).map(RefreshRow::member).toList());
    }

    private static Uni<List<Member>> many(SqlClient tx, String sql, String run) {
        return tx.preparedQuery(sql)
                .execute(Tuple.of(run))
                .map(rows -> RefreshRow.stream(rows).map(RefreshRow::member).toList());
    }

    private static <T> @Nullable String[] texts(List<T> all, Function<T, @Nullable String> text) {
        return all.stream().map(text).toArray(String[]::new);
    }
}
