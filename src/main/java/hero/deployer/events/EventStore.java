package hero.deployer.events;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import org.jboss.logging.Logger;

import hero.deployer.events.EventLog.Filter;

/** The log's tables. */
final class EventStore {
    /** All replicas' publishers take turns by this lock: "events" in the high bytes of an ASCII number. */
    static final long PUBLISHER_LOCK = 0x6576656E7473L;

    private static final Logger LOG = Logger.getLogger(EventStore.class);

    private static final long HOLDER_MILLIS = 5_000;

    /** Another holds the publishers' lock. */
    static final int BLOCKED = -1;

    private static final String END_OLD_HOLDER = """
            select a.pid from pg_locks l join pg_stat_activity a on a.pid = l.pid
            where l.locktype = 'advisory' and l.granted and l.objsubid = 1
              and l.database = (select oid from pg_database where datname = current_database())
              and l.classid::bigint = $1::bigint >> 32 and l.objid::bigint = $1::bigint & 4294967295
              and coalesce(a.xact_start, a.state_change) < clock_timestamp() - $2::bigint * interval '1 millisecond'
              and pg_terminate_backend(a.pid)""";

    private static final int BATCH = 500;

    /** One reading of the log costs at most so much: a reader that has taken all before may hold it whole. */
    static final int PAGE_BYTES = 48 * 1024;

    private static final String COLUMNS = "e.id, e.type, e.scope, e.subject, e.run, e.at, e.data";

    // an array, not a join: one that was planned while the table was empty compares each with each when it is full
    private static final String PUBLISH = """
            with gone as (
                delete from event_pending where seq = any (array(select seq from event_pending order by seq limit %d))
                returning *
            ), advanced as (
                update event_head set head = head + (select count(*) from gone)
                where exists (select 1 from gone) returning head
            )
            insert into event (id, type, scope, subject, run, at, data)
            select advanced.head - (select count(*) from gone) + row_number() over (order by gone.seq),
                   gone.type, gone.scope, gone.subject, gone.run, gone.at, gone.data
            from gone, advanced""".formatted(BATCH);

    /** What was asked and how far the log reaches, in one snapshot. */
    private static final String REPLAY = """
            select h.head, h.floor, %2$s from event_head h left join lateral (
                select * from (
                    select *, sum(octet_length(data) + %1$d) over (order by id) - octet_length(data) - %1$d as before from (
                        select * from event where id > $1 and id <= h.head
                            and ($2::text is null or scope = $2) and ($3::text is null or run = $3)
                            and ($4::text is null or subject = $4) and ($5::text is null or type = $5)
                        order by id limit %3$d) page) sized
                where before < %4$d) e on true
            order by e.id""".formatted(Event.ENVELOPE, COLUMNS, BATCH, PAGE_BYTES);

    private static final String NEWEST = """
            select %s from event e where id < $1
                and ($2::text is null or scope = $2) and ($3::text is null or run = $3)
                and ($4::text is null or subject = $4) and ($5::text is null or type = $5)
            order by id desc limit $6::integer""".formatted(COLUMNS);

    private static final String FORGET = """
            with oldest as (
                select id, at from event order by id limit 5000
            ), old as (
                select max(id) as last from oldest, event_head h
                where at < clock_timestamp() - $1::bigint * interval '1 second' or id <= h.head - $2::bigint
            ), gone as (
                delete from event e using old where e.id <= old.last returning e.id
            )
            update event_head set floor = greatest(floor, (select max(id) from gone))
            where exists (select 1 from gone)
            returning (select count(*) from gone)::bigint""";

    /** The last id given, and the last id forgotten. */
    record Reach(long head, long floor) {}

    /** A part of the log: everything that matched after where it began, up to {@code end}. */
    record Replay(Reach reach, List<Event> events, long end) {}

    private final Pool pool;

    EventStore(Pool pool) {
        this.pool = pool;
    }

    /** Publishes one batch; how many events it held, or {@link #BLOCKED} when another replica is at it. */
    Uni<Integer> publish(Signals signals, String channel) {
        return pool.query("select exists (select 1 from event_pending)")
                .execute()
                .flatMap(rows -> rows.iterator().next().getBoolean(0)
                        ? pool.withTransaction(connection -> publish(connection, signals, channel))
                        : Uni.createFrom().item(0));
    }

    private Uni<Integer> publish(SqlConnection connection, Signals signals, String channel) {
        return connection
                .preparedQuery("select pg_try_advisory_xact_lock($1)")
                .execute(Tuple.of(PUBLISHER_LOCK))
                .flatMap(rows -> rows.iterator().next().getBoolean(0)
                        ? connection.preparedQuery(PUBLISH).execute().map(RowSet::rowCount)
                        : endOldHolder(connection).replaceWith(BLOCKED))
                .call(count -> count > 0
                        ? signals.send(connection, channel)
                        : Uni.createFrom().voidItem());
    }

    /** Nobody publishes for so long: whoever holds the lock is frozen, or no publisher. */
    private Uni<Void> endOldHolder(SqlConnection connection) {
        return connection
                .preparedQuery(END_OLD_HOLDER)
                .execute(Tuple.of(PUBLISHER_LOCK, HOLDER_MILLIS))
                .invoke(ended -> ended.forEach(row -> LOG.warnf(
                        "The session %d held the publishers' lock for more than %d ms and was ended",
                        row.getInteger(0), HOLDER_MILLIS)))
                .replaceWithVoid();
    }

    Uni<Reach> reach() {
        return pool.query("select head, floor from event_head")
                .execute()
                .map(rows -> reach(rows.iterator().next()));
    }

    /** Published events after {@code position}, oldest first. */
    Uni<Replay> replay(Filter filter, long position) {
        return pool.preparedQuery(REPLAY)
                .execute(Tuple.of(position, filter.scope(), filter.run(), filter.subject(), filter.type()))
                .map(rows -> {
                    var events = new ArrayList<Event>();
                    var reach = new Reach(0, 0);
                    for (var row : rows) {
                        reach = reach(row);
                        if (row.getLong("id") != null) {
                            events.add(event(row));
                        }
                    }
                    boolean cut = events.size() == BATCH
                            || events.stream().mapToLong(Event::cost).sum() >= PAGE_BYTES;
                    return new Replay(reach, events, cut ? events.getLast().id() : reach.head());
                });
    }

    Uni<List<Event>> newest(Filter filter, long before, int limit) {
        return pool.preparedQuery(NEWEST)
                .execute(Tuple.of(before, filter.scope(), filter.run(), filter.subject(), filter.type(), limit))
                .map(rows -> {
                    var events = new ArrayList<Event>();
                    rows.forEach(row -> events.add(event(row)));
                    return events;
                });
    }

    /** Forgets the oldest events, a batch at a time; whether some were forgotten. */
    Uni<Boolean> forget(Duration age, long count) {
        return pool.preparedQuery(FORGET)
                .execute(Tuple.of(age.toSeconds(), count))
                .map(rows -> rows.size() > 0);
    }

    private static Reach reach(Row row) {
        return new Reach(row.getLong("head"), row.getLong("floor"));
    }

    private static Event event(Row row) {
        OffsetDateTime at = row.getOffsetDateTime("at");
        return new Event(
                row.getLong("id"),
                row.getString("type"),
                row.getString("scope"),
                row.getString("subject"),
                row.getString("run"),
                at.toInstant(),
                row.getString("data"));
    }
}
