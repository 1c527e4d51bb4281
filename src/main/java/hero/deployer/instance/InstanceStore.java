package hero.deployer.instance;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.Tx;
import hero.deployer.organization.Organizations.Organization;
import hero.deployer.provider.Machine;

/** The table of instances, in the caller's transaction. Every change answers the row as it is after it, or empty when nothing changed. */
@ApplicationScoped
class InstanceStore {
    private static final String SELECT = "select " + InstanceColumns.ALL + " from instance ";
    private static final String RETURNING = " returning " + InstanceColumns.ALL;

    /**
     * With each row the oldest transaction that has not ended, as the same snapshot sees it: what the rows do not show yet is of no older
     * one. One statement, for it is asked all the time.
     */
    private static final String SNAPSHOT = "select " + InstanceColumns.ALL
            + ", mark from (select cast(pg_snapshot_xmin(pg_current_snapshot()) as text) as mark) here left join instance on ";

    /** Empty when the person has an instance there. */
    Uni<Optional<StoredInstance>> insert(Tx tx, Organization organization, long number, String person, String role) {
        return one(tx.rows(
                "insert into instance (id, organization, number, setup, setup_version, role, person)"
                        + " values (cast($1 as text), cast($2 as text), cast($3 as bigint), cast($4 as text),"
                        + " cast($5 as integer), cast($6 as text), cast($7 as text))"
                        + " on conflict (organization, person) do nothing" + RETURNING,
                "o" + organization.number() + "m" + number,
                organization.slug(),
                number,
                organization.setup(),
                organization.setupVersion(),
                role,
                person));
    }

    /** Members with their numbers; those whose person has an instance there already are not among the answers. */
    Uni<List<StoredInstance>> insertAll(
            Tx tx, Organization organization, String role, List<Instances.Numbered> members) {
        return tx.rows(
                        "insert into instance (id, organization, number, setup, setup_version, role, person, node)"
                                + " select 'o' || cast($2 as bigint) || 'm' || (cast($3 as bigint) + place - 1),"
                                + " cast($1 as text), cast($3 as bigint) + place - 1, cast($4 as text),"
                                + " cast($5 as integer), cast($6 as text), person, node"
                                + " from unnest(cast($7 as text[]), cast($8 as text[])) with ordinality"
                                + " as given (person, node, place) order by place"
                                + " on conflict (organization, person) do nothing" + RETURNING,
                        organization.slug(),
                        organization.number(),
                        members.getFirst().number(),
                        organization.setup(),
                        organization.setupVersion(),
                        role,
                        members.stream().map(one -> one.member().person()).toArray(String[]::new),
                        members.stream().map(one -> one.member().node()).toArray(String[]::new))
                .map(InstanceColumns::all);
    }

    /** The instances that some people have in an organization: id by person. */
    Uni<Map<String, String>> ofPeople(Tx tx, String organization, List<String> people) {
        return tx.rows(
                        "select person, id from instance where organization = cast($1 as text)"
                                + " and person = any (cast($2 as text[]))",
                        organization,
                        people.toArray(String[]::new))
                .map(rows -> {
                    var ids = new HashMap<String, String>();
                    rows.forEach(row -> ids.put((String) row[0], (String) row[1]));
                    return ids;
                });
    }

    Uni<Optional<StoredInstance>> find(Tx tx, String id) {
        return one(tx.rows(SELECT + "where id = cast($1 as text)", id));
    }

    Uni<List<StoredInstance>> known(Tx tx, List<String> ids) {
        return tx.rows(SELECT + "where id = any (cast($1 as text[]))", (Object) ids.toArray(String[]::new))
                .map(InstanceColumns::all);
    }

    Uni<Optional<StoredInstance>> lock(Tx tx, String id) {
        return one(tx.rows(SELECT + "where id = cast($1 as text) for update", id));
    }

    Uni<Optional<StoredInstance>> ofPerson(Tx tx, String organization, String person) {
        return one(tx.rows(
                SELECT + "where organization = cast($1 as text) and person = cast($2 as text)", organization, person));
    }

    Uni<List<StoredInstance>> ofOrganization(Tx tx, String organization) {
        return tx.rows(SELECT + "where organization = cast($1 as text) order by number", organization)
                .map(InstanceColumns::all);
    }

    Uni<Instances.Snapshot> expectedToAnswer(Tx tx) {
        return tx.rows(SNAPSHOT
                        + "state in ('provisioned', 'installing', 'ready', 'failed') and agent_address is not null")
                .map(InstanceStore::snapshot);
    }

    Uni<Instances.Snapshot> changedSince(Tx tx, String mark) {
        return tx.rows(SNAPSHOT + "changed >= cast(cast($1 as text) as xid8)", mark)
                .map(InstanceStore::snapshot);
    }

    private static Instances.Snapshot snapshot(List<@Nullable Object[]> rows) {
        return new Instances.Snapshot(
                Objects.requireNonNull((String) rows.getFirst()[InstanceColumns.COUNT]),
                rows.stream()
                        .filter(row -> row[0] != null)
                        .map(row -> InstanceColumns.read(row).row())
                        .toList());
    }

    /** Locks those that nobody else has locked; the others are left alone. */
    Uni<List<StoredInstance>> lockFree(Tx tx, List<String> ids) {
        return tx.rows(SELECT + "where id = any (cast($1 as text[])) order by id for update skip locked", (Object)
                        ids.toArray(String[]::new))
                .map(InstanceColumns::all);
    }

    /** {@link #observe} for many, with one statement; those that changed. */
    Uni<List<StoredInstance>> observeAll(Tx tx, List<Instances.Sighting> all) {
        return tx.rows(
                        "update instance set health = saw_health,"
                                + " build = case when saw_answer then saw_build else build end"
                                + " from unnest(cast($1 as text[]), cast($2 as text[]), cast($3 as text[]), cast($4 as boolean[]))"
                                + " as saw (saw_id, saw_health, saw_build, saw_answer)"
                                // a late answer of one that is being removed says nothing any more
                                + " where id = saw_id and state <> 'removing' and (health <> saw_health"
                                + " or saw_answer and build is distinct from saw_build)" + RETURNING,
                        all.stream().map(Instances.Sighting::id).toArray(String[]::new),
                        all.stream().map(one -> one.health().word()).toArray(String[]::new),
                        all.stream().map(Instances.Sighting::build).toArray(String[]::new),
                        all.stream().map(Instances.Sighting::answered).toArray(Boolean[]::new))
                .map(InstanceColumns::all);
    }

    /** One more than {@code query.limit}, where there are more; outdated is whoever is not meant to be on {@code currentBuild}. */
    Uni<List<StoredInstance>> page(Tx tx, String organization, InstanceQuery query, @Nullable String currentBuild) {
        return tx.rows(
                        SELECT + "where organization = cast($1 as text) and number > cast($2 as bigint)"
                                + " and (cast($3 as text) is null or role = cast($3 as text))"
                                + " and (cast($4 as text) is null or state = cast($4 as text))"
                                + " and (cast($5 as text) is null or health = cast($5 as text))"
                                + " and (cast($6 as text) is null or build = cast($6 as text))"
                                + " and (cast($7 as text) is null or person like cast($7 as text)"
                                + " or id like cast($7 as text) or lower(node) like cast($7 as text))"
                                + " and case cast($9 as text) when 'drifted' then drifted"
                                + " when 'pinned' then pin_reason is not null"
                                + " when 'outdated' then pin_reason is null and desired_build <> cast($10 as text)"
                                + " else true end"
                                + " order by number limit cast($8 as integer)",
                        organization,
                        query.after(),
                        query.role,
                        query.state,
                        query.health,
                        query.build,
                        query.pattern(),
                        query.limit + 1,
                        query.mark,
                        currentBuild)
                .map(InstanceColumns::all);
    }

    Uni<Optional<StoredInstance>> setState(Tx tx, String id, InstanceState state) {
        return one(tx.rows(
                // one that is being removed is asked no more: how it is, nobody knows
                "update instance set state = cast($2 as text),"
                        + " health = case when cast($2 as text) = 'removing' then 'unknown' else health end"
                        + " where id = cast($1 as text)"
                        + " and state <> cast($2 as text)" + RETURNING,
                id,
                state.word()));
    }

    Uni<Optional<StoredInstance>> setNode(Tx tx, String id, String node) {
        return one(tx.rows(
                "update instance set node = cast($2 as text) where id = cast($1 as text)"
                        + " and node is distinct from cast($2 as text)" + RETURNING,
                id,
                node));
    }

    /** Another machine than before has been seen by nobody yet. */
    Uni<Optional<StoredInstance>> setMachine(Tx tx, String id, Machine machine) {
        return one(tx.rows(
                "update instance set agent_address = cast($2 as text), cockpit_address = cast($3 as text),"
                        + " health = 'unknown', build = null where id = cast($1 as text)"
                        + " and (agent_address is distinct from cast($2 as text)"
                        + " or cockpit_address is distinct from cast($3 as text))" + RETURNING,
                id,
                machine.agent(),
                machine.cockpit()));
    }

    Uni<Optional<StoredInstance>> release(Tx tx, String id) {
        return one(tx.rows(
                "update instance set state = 'registered', node = null, agent_address = null, cockpit_address = null,"
                        + " health = 'unknown', build = null where id = cast($1 as text) and state <> 'removing'"
                        + RETURNING,
                id));
    }

    /** Always changes: the fence grows. */
    Uni<Optional<StoredInstance>> decideBuild(Tx tx, String id, String build) {
        return one(tx.rows(
                "update instance set desired_build = cast($2 as text), fence = fence + 1 where id = cast($1 as text)"
                        + RETURNING,
                id,
                build));
    }

    Uni<Optional<StoredInstance>> pin(Tx tx, String id, StoredInstance.@Nullable Pin pin) {
        var reason = pin == null ? null : pin.reason();
        var build = pin == null ? null : pin.build();
        var by = pin == null ? null : pin.by();
        return one(tx.rows(
                "update instance set pin_reason = cast($2 as text), pin_build = cast($3 as text), pin_by = cast($4 as text)"
                        + " where id = cast($1 as text) and (pin_reason is distinct from cast($2 as text)"
                        + " or pin_build is distinct from cast($3 as text))" + RETURNING,
                id,
                reason,
                build,
                by));
    }

    Uni<Optional<StoredInstance>> delete(Tx tx, String id) {
        return one(tx.rows("delete from instance where id = cast($1 as text)" + RETURNING, id));
    }

    /** Marks answers that changed nothing else; instances that are gone by now are passed over. */
    Uni<Integer> seen(Tx tx, List<String> ids) {
        return tx.update(
                "insert into instance_seen (instance, at) select id, clock_timestamp() from instance"
                        // one that somebody holds just now says so the next time
                        + " where id = any (cast($1 as text[])) order by id for key share skip locked"
                        + " on conflict (instance) do update set at = excluded.at",
                (Object) ids.toArray(String[]::new));
    }

    private static Uni<Optional<StoredInstance>> one(Uni<List<@Nullable Object[]>> rows) {
        return rows.map(found -> found.stream().findFirst().map(InstanceColumns::read));
    }
}
