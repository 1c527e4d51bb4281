package hero.deployer.removal;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.Failure;

/** The rows of removals. */
@ApplicationScoped
class RemovalStore {

    /** The given removal; {@code lock} holds its row until the transaction ends. */
    Uni<Optional<Removal>> find(SqlClient client, String id, boolean lock) {
        return one(client, "where id = $1" + (lock ? " for update" : ""), Tuple.of(id));
    }

    /** The removal of an instance that has not succeeded, locked. */
    Uni<Optional<Removal>> openOfInstance(SqlClient client, String instance) {
        return one(
                client,
                "where kind = 'instance' and instance = $1 and state <> 'succeeded' for update",
                Tuple.of(instance));
    }

    /** The removal of an organization that has not succeeded, locked. */
    Uni<Optional<Removal>> openOfOrganization(SqlClient client, String organization) {
        return one(
                client,
                "where kind = 'organization' and organization = $1 and state <> 'succeeded' for update",
                Tuple.of(organization));
    }

    /** The removals of an organization's instances that have not succeeded. */
    Uni<List<Removal>> openInstancesOf(SqlClient client, String organization) {
        return many(
                client,
                "where kind = 'instance' and organization = $1 and state <> 'succeeded' order by id",
                Tuple.of(organization));
    }

    /** The people whose instances were removed with the organization. */
    Uni<List<String>> peopleOf(SqlClient client, String parent) {
        return client.preparedQuery("select distinct person from removal where parent = $1 and person is not null")
                .execute(Tuple.of(parent))
                .map(rows -> {
                    var people = new ArrayList<String>();
                    rows.forEach(row -> people.add(row.getString(0)));
                    return people;
                });
    }

    /** Writes a new one; it begins to run, with its deadline ahead. */
    Uni<Removal> insert(
            SqlClient client,
            String id,
            String organization,
            @Nullable String instance,
            @Nullable String person,
            @Nullable String parent,
            String actor,
            @Nullable Duration grace,
            Duration deadline) {
        return client.preparedQuery("""
                        insert into removal (id, kind, organization, instance, person, parent, actor, state, gives_up_at, keep_until)
                        values ($1, $2, $3, $4, $5, $6, $7, 'running', clock_timestamp() + $8 * interval '1 millisecond',
                            clock_timestamp() + $9::bigint * interval '1 millisecond')
                        returning *""")
                .execute(Tuple.from(new @Nullable Object[] {
                    id,
                    instance == null ? "organization" : "instance",
                    organization,
                    instance,
                    person,
                    parent,
                    actor,
                    (grace == null ? deadline : deadline.plus(grace)).toMillis(),
                    grace == null ? null : grace.toMillis()
                }))
                .map(rows -> RemovalRows.removal(rows.iterator().next()));
    }

    /** The stack has been told to stop. */
    Uni<Void> stopped(SqlClient client, String id) {
        return client.preparedQuery("update removal set stack_stopped = true where id = $1")
                .execute(Tuple.of(id))
                .replaceWithVoid();
    }

    /** Nothing is kept any longer. */
    Uni<Void> endGrace(SqlClient client, String id) {
        return client.preparedQuery(
                        "update removal set keep_until = clock_timestamp() where id = $1 and keep_until > clock_timestamp()")
                .execute(Tuple.of(id))
                .replaceWithVoid();
    }

    /** The database's time. */
    Uni<Instant> now(SqlClient client) {
        return client.query("select clock_timestamp()")
                .execute()
                .map(rows -> rows.iterator().next().getOffsetDateTime(0).toInstant());
    }

    /** Makes it part of the removal of its whole organization. */
    Uni<Void> adopt(SqlClient client, String id, String parent) {
        return client.preparedQuery("update removal set parent = $2 where id = $1 and parent is null")
                .execute(Tuple.of(id, parent))
                .replaceWithVoid();
    }

    /** Writes its state; an end gets its time. */
    Uni<Removal> save(SqlClient client, Removal removal) {
        return switch (removal.state()) {
            case RemovalState.Running running ->
                update(
                        client,
                        removal.id(),
                        "running",
                        running.attempts(),
                        running.waitingFor(),
                        null,
                        running.givesUpAt().atOffset(ZoneOffset.UTC));
            case RemovalState.Failed failed -> update(client, removal.id(), "failed", 0, null, failed.failure(), null);
            case RemovalState.Succeeded succeeded -> update(client, removal.id(), "succeeded", 0, null, null, null);
        };
    }

    private static Uni<Removal> update(
            SqlClient client,
            String id,
            String state,
            int attempts,
            @Nullable String waitingFor,
            @Nullable Failure failure,
            @Nullable OffsetDateTime givesUpAt) {
        return client.preparedQuery("""
                        update removal set state = $2, attempts = $3, waiting_for = $4, problem_kind = $5, problem_message = $6,
                            problem_next = $7, problem_code = $9, gives_up_at = coalesce($8, gives_up_at),
                            ended_at = case when $2 = 'running' then null else clock_timestamp() end
                        where id = $1 returning *""")
                .execute(Tuple.from(new @Nullable Object[] {
                    id,
                    state,
                    attempts,
                    waitingFor,
                    failure == null ? null : failure.kind().name(),
                    failure == null ? null : failure.message(),
                    failure == null ? null : failure.next(),
                    givesUpAt,
                    failure == null ? null : failure.code()
                }))
                .map(rows -> RemovalRows.removal(rows.iterator().next()));
    }

    private static Uni<Optional<Removal>> one(SqlClient client, String where, Tuple parameters) {
        return many(client, where, parameters).map(found -> found.stream().findFirst());
    }

    private static Uni<List<Removal>> many(SqlClient client, String where, Tuple parameters) {
        return client.preparedQuery("select * from removal " + where)
                .execute(parameters)
                .map(rows -> {
                    var all = new ArrayList<Removal>();
                    rows.forEach(row -> all.add(RemovalRows.removal(row)));
                    return all;
                });
    }
}
