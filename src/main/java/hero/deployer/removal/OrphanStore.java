package hero.deployer.removal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import org.jspecify.annotations.Nullable;

import hero.deployer.provider.Contract;

/** What earlier looks saw without an owner. */
@ApplicationScoped
class OrphanStore {

    /** Notes a provider's orphans of now: new ones begin, known ones go on, those not among them are forgotten. */
    Uni<Void> saw(SqlClient tx, String provider, List<Contract> orphans) {
        var keys = orphans.stream().map(OrphanStore::key).toArray(String[]::new);
        return tx.preparedQuery("delete from orphan where provider = $1 and not (kind || ' ' || name = any ($2))")
                .execute(Tuple.of(provider, keys))
                .chain(() -> note(tx, orphans));
    }

    private static Uni<Void> note(SqlClient tx, List<Contract> orphans) {
        if (orphans.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        var batch = orphans.stream()
                .map(seen -> Tuple.of(seen.provider(), seen.name(), seen.node(), seen.kind()))
                .toList();
        return tx.preparedQuery("""
                        insert into orphan (provider, name, node, kind) values ($1, $2, $3, $4)
                        on conflict (provider, name, kind) do update set last_seen = clock_timestamp(), node = excluded.node""").executeBatch(batch).replaceWithVoid();
    }

    Uni<List<Orphan>> all(SqlClient client) {
        return client.query("select * from orphan order by provider, name, kind")
                .execute()
                .map(OrphanStore::orphans);
    }

    /** Those that two looks, {@code grace} apart or more, saw without an owner; all of them, or the named ones. */
    Uni<List<Orphan>> due(SqlClient client, Duration grace, @Nullable List<String> names) {
        var chosen = names == null ? null : names.toArray(String[]::new);
        return client.preparedQuery("""
                        select * from orphan
                        where last_seen - first_seen >= $1 * interval '1 millisecond' and ($2::text[] is null or name = any ($2))
                        order by provider, name, kind""")
                .execute(Tuple.from(new @Nullable Object[] {grace.toMillis(), chosen}))
                .map(OrphanStore::orphans);
    }

    /** Notes who asked to give it up. */
    Uni<Void> asked(SqlClient tx, Contract contract, String actor) {
        return tx.preparedQuery("update orphan set sweep_by = $4 where provider = $1 and name = $2 and kind = $3")
                .execute(Tuple.of(contract.provider(), contract.name(), contract.kind(), actor))
                .replaceWithVoid();
    }

    Uni<Void> forget(SqlClient tx, Contract contract) {
        return tx.preparedQuery("delete from orphan where provider = $1 and name = $2 and kind = $3")
                .execute(Tuple.of(contract.provider(), contract.name(), contract.kind()))
                .replaceWithVoid();
    }

    private static String key(Contract contract) {
        return contract.kind() + " " + contract.name();
    }

    private static List<Orphan> orphans(Iterable<Row> rows) {
        var all = new ArrayList<Orphan>();
        for (var row : rows) {
            all.add(new Orphan(
                    new Contract(
                            row.getString("provider"),
                            row.getString("name"),
                            row.getString("node"),
                            row.getString("kind")),
                    row.getOffsetDateTime("first_seen").toInstant(),
                    row.getOffsetDateTime("last_seen").toInstant(),
                    row.getString("sweep_by")));
        }
        return all;
    }
}
