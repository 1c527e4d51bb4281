package hero.deployer.task;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

    // Nobody's row is waited for: an enqueue of a task that is locked just now goes to the end of the queue and is told
    // as left, and so does
    // one whose task was made or closed since this statement began. An array, not a join, names the rows: a join that
    // was planned while the
    // table was empty compares each with each when it is full.
    private static final String MOVE_WAKES = """
            with picked as materialized (
                select id, kind, key, due_at from task_wake order by id limit $1 for update skip locked),
            wanted as materialized (
                select kind, key, min(due_at) as due_at from picked group by kind, key order by kind, key),
            free as materialized (
                select wanted.kind, wanted.key, wanted.due_at from wanted cross join lateral (
                    select 1 from task where task.kind = wanted.kind and task.key = wanted.key for update skip locked) as found),
            raised as (
                update task set
                    wakes = task.wakes + 1,
                    due_at = case
                        when task.lease_until > clock_timestamp() then task.due_at else least(task.due_at, free.due_at) end
                from free where task.kind = free.kind and task.key = free.key
                returning task.kind, task.key),
            made as (
                insert into task (kind, key, due_at)
                select kind, key, due_at from wanted
                where not exists (select 1 from task where task.kind = wanted.kind and task.key = wanted.key)
                order by kind, key
                on conflict (kind, key) do nothing
                returning kind, key),
            moved as materialized (
                select id from picked
                where exists (select 1 from raised where raised.kind = picked.kind and raised.key = picked.key)
                   or exists (select 1 from made where made.kind = picked.kind and made.key = picked.key)),
            gone as (delete from task_wake where id = any (array(select id from moved)) returning 1),
            later as (
                update task_wake set id = default
                where id = any (array(select id from picked except select id from moved)) returning 1)
            select (select count(*) from gone), (select count(*) from later)""";

    // 0 for an enqueue that waits; null when nothing is open
    private static final String NEXT_DUE = """
            select case when exists (select 1 from task_wake) then 0::bigint else (
                select (extract(epoch from min(found.due_at) - clock_timestamp()) * 1000)::bigint
                from unnest($1::text[]) as mine (kind)
                cross join lateral (
                    select due_at from task where task.kind = mine.kind order by due_at limit 1) as found) end""";

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

    // A negative delay says done; an enqueue that came during the turn makes it due again at once. A row that somebody
    // else holds just now
    // is left as it is, and named: the others' ends do not wait for it.
    private static final String FINISH = """
            with ended as materialized (
                select * from unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[], $5::bigint[], $6::int[])
                    as ended (kind, key, fence, wakes, delay, errors)),
            held as materialized (
                select ended.kind, ended.key, ended.delay, ended.errors, found.wakes = ended.wakes as quiet
                from ended cross join lateral (
                    select wakes from task
                    where task.kind = ended.kind and task.key = ended.key and task.fence = ended.fence
                    for update skip locked) as found),
            done as (
                delete from task using held
                where task.kind = held.kind and task.key = held.key and held.delay < 0 and held.quiet),
            kept as (
                update task set
                    lease_owner = null, lease_until = null, errors = held.errors,
                    fence = nextval('task_fence'), -- what a cancelled turn still has under way is refused
                    due_at = clock_timestamp()
                        + case when held.quiet then held.delay * interval '1 millisecond' else interval '0' end
                from held
                where task.kind = held.kind and task.key = held.key and not (held.delay < 0 and held.quiet))
            select ended.fence from ended
            where not exists (select 1 from held where held.kind = ended.kind and held.key = ended.key)
              and exists (
                select 1 from task
                where task.kind = ended.kind and task.key = ended.key and task.fence = ended.fence)""";

    private final Pool pool;

    TaskStore(Pool pool) {
        this.pool = pool;
    }

    /** A task that was claimed. */
    record Claim(String kind, String key, long fence, long wakes, int errors) {}

    /** How a turn ended: {@code delayMillis} until the next, or negative for done. */
    record Ended(Claim claim, long delayMillis, int errors) {}

    /** How long it is until a task of these kinds is due, in milliseconds; 0 or less for now, {@link Long#MAX_VALUE} for nothing open. */
    Uni<Long> nextDue(List<String> kinds) {
        return pool.preparedQuery(NEXT_DUE)
                .execute(Tuple.of((Object) kinds.toArray(String[]::new)))
                .map(rows -> {
                    var millis = rows.iterator().next().getLong(0);
                    return millis == null ? Long.MAX_VALUE : millis;
                });
    }

    /**
     * What became of enqueues.
     *
     * @param moved visible as tasks now, at most {@value #MOVE_AT_ONCE}
     * @param left looked at and left for another time, since somebody holds their tasks
     */
    record Moved(int moved, int left) {
        boolean mayBeMore() {
            return moved > 0 && moved + left == MOVE_AT_ONCE;
        }
    }

    /** Makes enqueues visible as tasks. */
    Uni<Moved> moveWakes() {
        return pool.preparedQuery(MOVE_WAKES).execute(Tuple.of(MOVE_AT_ONCE)).map(rows -> {
            var row = rows.iterator().next();
            return new Moved(row.getLong(0).intValue(), row.getLong(1).intValue());
        });
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

    /** Writes how turns ended, those that still hold their fence; the fences of those whose rows somebody else holds just now. */
    Uni<Set<Long>> finish(List<Ended> ended) {
        var claims = ended.stream().map(Ended::claim).toList();
        return pool.preparedQuery(FINISH)
                .execute(Tuple.from(List.of(
                        kinds(claims),
                        keys(claims),
                        fences(claims),
                        claims.stream().map(Claim::wakes).toArray(Long[]::new),
                        ended.stream().map(Ended::delayMillis).toArray(Long[]::new),
                        ended.stream().map(Ended::errors).toArray(Integer[]::new))))
                .map(rows -> {
                    var locked = new HashSet<Long>();
                    rows.forEach(row -> locked.add(row.getLong(0)));
                    return locked;
                });
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
