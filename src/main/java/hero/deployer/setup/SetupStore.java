package hero.deployer.setup;

import java.util.List;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.ProblemException;
import hero.deployer.base.Tx;
import hero.deployer.setup.Setups.SetupVersion;

/** Setups in the database, inside the session of whoever calls. */
@ApplicationScoped
class SetupStore {

    /** Whether the name was free. */
    Uni<Boolean> addName(Tx tx, String name) {
        return tx.update("insert into setup (name) values (cast($1 as text)) on conflict do nothing", name)
                .map(rows -> rows == 1);
    }

    /** Locks the setup and answers its next version's number; 404 when there is none. */
    Uni<Integer> nextVersion(Tx tx, String name) {
        return tx.rows("select name from setup where name = cast($1 as text) for update", name)
                .invoke(rows -> checkFound(rows, name))
                .chain(() -> tx.rows(
                        "select cast(coalesce(max(version), 0) + 1 as text) from setup_version where setup = cast($1 as text)",
                        name))
                .map(rows -> Integer.valueOf(String.valueOf(rows.getFirst()[0])));
    }

    Uni<Void> add(Tx tx, SetupVersion row) {
        return tx.update(
                        """
                        insert into setup_version
                            (setup, version, provider, slots, cpu, memory_mib, disk_gib, node, environment)
                        values (cast($1 as text), cast($2 as integer), cast($3 as text), cast($4 as integer),
                            cast($5 as integer), cast($6 as integer), cast($7 as integer),
                            nullif(cast($8 as text), ''), cast($9 as text))""",
                        row.name(),
                        row.version(),
                        row.provider(),
                        row.slots(),
                        row.cpu(),
                        row.memoryMiB(),
                        row.diskGiB(),
                        row.node() == null ? "" : row.node(),
                        new JsonObject(Map.copyOf(row.environment())).encode())
                .replaceWithVoid();
    }

    /** The newest version of each, by name. */
    Uni<List<SetupEntity>> newest(Session session, @Nullable String after, int limit) {
        return session.createSelectionQuery(
                        "from SetupEntity s where s.setup > :after and s.version ="
                                + " (select max(o.version) from SetupEntity o where o.setup = s.setup)"
                                + " order by s.setup",
                        SetupEntity.class)
                .setParameter("after", after == null ? "" : after)
                .setMaxResults(limit)
                .getResultList();
    }

    /** All versions of one, the newest first; 404 when there is none. */
    Uni<List<SetupEntity>> versions(Session session, String name, int before, int limit) {
        return Tx.of(session)
                .rows("select name from setup where name = cast($1 as text)", name)
                .invoke(rows -> checkFound(rows, name))
                .chain(() -> session.createSelectionQuery(
                                "from SetupEntity where setup = :setup and version < :before order by version desc",
                                SetupEntity.class)
                        .setParameter("setup", name)
                        .setParameter("before", before)
                        .setMaxResults(limit)
                        .getResultList());
    }

    private static void checkFound(List<@Nullable Object[]> rows, String name) {
        if (rows.isEmpty()) {
            throw ProblemException.notFound("setup " + name);
        }
    }
}
