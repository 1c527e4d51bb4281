package hero.deployer.task;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.StreamSupport;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;

/** The tables of durable work. Every time is the database's. */
@ApplicationScoped
class TaskStore {
    static final int MOVE_AT_ONCE = 500;

    // an array, not a join: one that was planned while the table was empty compares each with each when it is full
    private static final String MOVE_WAKES = """
            with moved as (
                delete from task_wake where id = any (array(
                    select id from task_wake order by id limit $1 for update skip locked))
                returning kind, key, due_at),
            grouped as (select kind, key, min(due_at) as due_at from moved group by kind, key order by kind, key),
            made as (insert into task (kind, key, due_at) select kind, key, due_at from grouped
            on conflict (kind, key) do update set
                wakes = task.wakes + 1,
                due_at = case when task.lease_until > clock_timestamp() then task.due_at else least(task.due_at, excluded.due_at) end)
            select count(*) from moved""";

    private static final String SOMETHING_IS_DUE = """
            select exists (select 1 from task_wake) or exists (
                select 1 from unnest($1::text[]) as mine (kind)
                cross join lateral (
                    select 1 from task
                    where task.kind = mine.kind and due_at <= (select clock_timestamp()) limit 1) as found)""";

    private static final String CLAIM = """
            with due as materialized (
                select found.kind, found.key
                from unnest($1::text[], $2::int[]) as room (kind, free)
                cross join lateral (
                    select kind, key from task
                    where task.kind = room.kind and due_at <= (select clock_timestamp()) -- as a constant, it can be looked up in the index
                    order by due_at limit room.free for update skip locked) as found)
            update task set
                lease_owner = $3,
                lease_until = clock_timestamp() + $4::bigint * interval '1 millisecond',
                due_at = clock_timestamp() + $4::bigint * interval '1 millisecond',
                fence = nextval('task_fence')
            from due where task.kind = due.kind and task.key = due.key
            returning task.kind, task.key, task.fence, task.wakes, task.errors""";

    // a row that is locked just now is skipped, never waited for: a commit holds it, under the same fence, or it is
    // lost
    private static final String RENEW = """
            with held as (select * from unnest($1::text[], $2::text[], $3::bigint[]) as held (kind, key, fence)),
            free as (
                select kind, key from task join held using (kind, key, fence) for update of task skip locked),
            renewed as (
                update task set
                    lease_until = clock_timestamp() + $4::bigint * interval '1 millisecond',
                    due_at = clock_timestamp() + $4::bigint * interval '1 millisecond'
                from free where task.kind = free.kind and task.key = free.key)
            select task.fence from task join held using (kind, key, fence)""";

    private static final String LOCK_ENDED = """
            select 1 from task join unnest($1::text[], $2::text[]) as ended (kind, key) using (kind, key)
            order by kind, key for update of task""";

    // a negative delay says done; an enqueue that came during the turn makes it due again at once
    private static final String FINISH = """
            with ended as (
                select * from unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[], $5::bigint[], $6::int[])
                    as ended (kind, key, fence, wakes, delay, errors)),
            done as (
                delete from task using ended
                where task.kind = ended.kind and task.key = ended.key and task.fence = ended.fence
                  and ended.delay < 0 and task.wakes = ended.wakes)
            update task set
                lease_owner = null, lease_until = null, errors = ended.errors,
                fence = nextval('task_fence'), -- what a cancelled turn still has under way is refused
                due_at = clock_timestamp()
                    + case when task.wakes = ended.wakes then ended.delay * interval '1 millisecond' else interval '0' end
            from ended
            where task.kind = ended.kind and task.key = ended.key and task.fence = ended.fence
              and not (ended.delay < 0 and task.wakes = ended.wakes)""";

    private final Pool pool;

    TaskStore(Pool pool) {
        this.pool = pool;
    }

    /** A task that was claimed. */
    record Claim(String kind, String key, long fence, long wakes, int errors) {}

    /** How a turn ended: {@code delayMillis} until the next, or negative for done. */
    record Ended(Claim claim, long delayMillis, int errors) {}

    /** Whether there are enqueues, or due tasks of these kinds. */
    Uni<Boolean> somethingIsDue(List<String> kinds) {
        return pool.preparedQuery(SOMETHING_IS_DUE)
                .execute(Tuple.of((Object) kinds.toArray(String[]::new)))
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    /** Makes enqueues visible as tasks; how many there were, at most {@value #MOVE_AT_ONCE}. */
    Uni<Integer> moveWakes() {
        return pool.preparedQuery(MOVE_WAKES)
                .execute(Tuple.of(MOVE_AT_ONCE))
                .map(rows -> rows.iterator().next().getLong(0).intValue());
    }

    /** Claims due tasks, of each kind at most as many as there is room for. */
    Uni<List<Claim>> claim(Map<String, Integer> roomByKind, String owner, Duration lease) {
        var kinds = roomByKind.keySet().toArray(String[]::new);
        var free = roomByKind.values().toArray(Integer[]::new);
        return pool.preparedQuery(CLAIM)
                .execute(Tuple.of(kinds, free, owner, lease.toMillis()))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(TaskStore::claimOf)
                        .toList());
    }

    private static Claim claimOf(Row row) {
        return new Claim(row.getString(0), row.getString(1), row.getLong(2), row.getLong(3), row.getInteger(4));
    }

    /** Renews leases; the fences that are still ours. */
    Uni<List<Long>> renew(Collection<Claim> held, Duration lease) {
        return pool.preparedQuery(RENEW)
                .execute(Tuple.of(kinds(held), keys(held), fences(held), lease.toMillis()))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getLong(0))
                        .toList());
    }

    /** Writes how turns ended, those that still hold their fence. */
    Uni<Void> finish(List<Ended> ended) {
        var claims = ended.stream().map(Ended::claim).toList();
        return pool.withTransaction(connection -> connection
                .preparedQuery(LOCK_ENDED)
                .execute(Tuple.of(kinds(claims), keys(claims)))
                .chain(() -> connection
                        .preparedQuery(FINISH)
                        .execute(Tuple.from(List.of(
                                kinds(claims),
                                keys(claims),
                                fences(claims),
                                claims.stream().map(Claim::wakes).toArray(Long[]::new),
                                ended.stream().map(Ended::delayMillis).toArray(Long[]::new),
                                ended.stream().map(Ended::errors).toArray(Integer[]::new)))))
                .replaceWithVoid());
    }

    /** Runs {@code work} in a transaction that first locks the task under its fence. */
    <T> Uni<T> underFence(Claim claim, Function<SqlConnection, Uni<T>> work) {
        return pool.withTransaction(connection -> connection
                .preparedQuery("select 1 from task where kind = $1 and key = $2 and fence = $3 for update")
                .execute(Tuple.of(claim.kind(), claim.key(), claim.fence()))
                .chain(rows -> rows.size() == 1
                        ? work.apply(connection)
                        : Uni.createFrom().failure(new LostLeaseException(claim.kind(), claim.key(), claim.fence()))));
    }

    private static String[] kinds(Collection<Claim> claims) {
        return claims.stream().map(Claim::kind).toArray(String[]::new);
    }

    private static String[] keys(Collection<Claim> claims) {
        return claims.stream().map(Claim::key).toArray(String[]::new);
    }

    private static Long[] fences(Collection<Claim> claims) {
        return claims.stream().map(Claim::fence).toArray(Long[]::new);
    }
}
