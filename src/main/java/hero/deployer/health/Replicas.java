package hero.deployer.health;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

import hero.deployer.base.Ids;
import hero.deployer.base.Tx;

/** The replicas that are alive, by the database's clock. */
@ApplicationScoped
class Replicas {
    private final String mine = Ids.next("replica");

    String mine() {
        return mine;
    }

    /** Says that we are alive; everyone seen within {@code patience}, ourselves included. Forgets the dead. */
    Uni<Set<String>> beat(Tx tx, Duration patience) {
        // one statement: it is asked all the time, by every replica
        return tx.rows(
                        "with mine as (insert into health_replica (id) values (cast($1 as text))"
                                + " on conflict (id) do update set seen_at = clock_timestamp()), dead as ("
                                + "delete from health_replica where id in (select id from health_replica"
                                + " where seen_at < clock_timestamp() - interval '1 hour' and id <> cast($1 as text)"
                                + " for update skip locked))"
                                + " select id from health_replica"
                                + " where seen_at > clock_timestamp() - cast($2 as bigint) * interval '1 millisecond'",
                        mine,
                        patience.toMillis())
                .map(rows -> {
                    var live = new HashSet<String>();
                    rows.forEach(row -> live.add((String) row[0]));
                    live.add(mine);
                    return live;
                });
    }

    /** Leaves our share to the others at once. */
    Uni<Void> leave(Tx tx) {
        return tx.update("delete from health_replica where id = cast($1 as text)", mine)
                .replaceWithVoid();
    }
}
