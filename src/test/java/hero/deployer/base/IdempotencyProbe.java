package hero.deployer.base;

import java.util.Map;

import io.smallrye.mutiny.Uni;

/** An effect that can be counted: one audit-like row per run, in the table of idempotency itself, under a caller of its own. */
final class IdempotencyProbe {
    private IdempotencyProbe() {}

    static Uni<Idempotency.Answer> effect(Tx tx, String name) {
        if (name.startsWith("refused")) {
            return Uni.createFrom().failure(ProblemException.conflict("refused", "Refused", "Not now."));
        }
        var id = Ids.next("probe");
        return tx.update(
                        "insert into idempotency (caller, route, key, body_hash, status) values ('probe', $1::text, $2::text, '', 201)",
                        name,
                        id)
                .call(() -> tx.rows("select cast(pg_sleep(0.05) as text)"))
                .replaceWith(
                        new Idempotency.Answer(201, Map.of("id", id, "oneTimePassword", "once"), Map.of("id", id)));
    }

    static Uni<Long> runs(Tx tx, String name) {
        return tx.rows(
                        "select cast(count(*) as bigint) from idempotency where caller = 'probe' and route = $1::text",
                        name)
                .map(rows -> (Long) rows.getFirst()[0]);
    }
}
