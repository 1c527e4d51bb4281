package hero.deployer.mail;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.Tx;

/** The outbox in SQL. */
@Singleton
final class MailStore {
    private static final String ENTRY = "select id, scope, recipient, subject, state, attempts, error, message_id,"
            + " extract(epoch from created_at)::float8, extract(epoch from sent_at)::float8, seq from mail";

    private static final Set<String> ON_ITS_WAY = Set.of("connecting", "sending");

    /** What is found when an attempt is to begin. */
    sealed interface Begun {
        /** To be sent now; the intent is written. */
        record Ready(Mail mail) implements Begun {}

        /** An attempt began once and its end was never written: now marked as unknown. */
        record Interrupted() implements Begun {}

        /** Nothing is to be sent. */
        record Settled() implements Begun {}
    }

    Uni<Boolean> insert(Tx tx, String id, String messageId, NewMail mail) {
        return tx.update(
                        "insert into mail (id, key, scope, message_id, recipient, subject, body_text, body_html, state)"
                                + " values ($1::text, $2::text, $3::text, $4::text, $5::text, $6::text, $7::text,"
                                + " $8::text, 'queued') on conflict (key) do nothing",
                        id,
                        mail.key(),
                        mail.scope(),
                        messageId,
                        mail.to(),
                        mail.subject(),
                        mail.text(),
                        mail.html())
                .map(made -> made > 0);
    }

    Uni<Void> forget(Tx tx, String scope) {
        return tx.update("delete from mail where scope = $1::text", scope).replaceWithVoid();
    }

    Uni<Begun> begin(Tx tx, String id) {
        return tx.rows("select state from mail where id = $1::text for update", id)
                .chain(rows -> switch (rows.isEmpty() ? "" : text(rows.getFirst()[0])) {
                    // one that was only on its way to the server has certainly not left
                    case "queued", "connecting" -> intend(tx, id);
                    case "sending" ->
                        settle(tx, id, "unknown", "The deployer stopped while this mail was being handed over.")
                                .replaceWith(new Begun.Interrupted());
                    default -> Uni.createFrom().item(new Begun.Settled());
                });
    }

    private static Uni<Begun> intend(Tx tx, String id) {
        return tx.rows(
                        "update mail set state = 'connecting', attempts = attempts + 1,"
                                + " first_attempt_at = coalesce(first_attempt_at, clock_timestamp())"
                                + " where id = $1::text"
                                + " returning id, message_id, recipient, subject, body_text, body_html, attempts",
                        id)
                .map(rows -> new Begun.Ready(mail(rows.getFirst())));
    }

    /** The server is ready for it: whoever finds it so later cannot know whether it left. */
    Uni<Void> handOver(Tx tx, String id) {
        return tx.update("update mail set state = 'sending' where id = $1::text and state = 'connecting'", id)
                .invoke(changed -> {
                    if (changed == 0) {
                        throw new IllegalStateException("The mail was taken back.");
                    }
                })
                .replaceWithVoid();
    }

    /** The end of an attempt that had begun. */
    Uni<Void> settle(Tx tx, String id, String state, @Nullable String error) {
        return tx.update(
                        "update mail set state = $2::text, error = $3::text,"
                                + " sent_at = case when $2::text = 'sent' then clock_timestamp() end"
                                + " where id = $1::text and state in ('connecting', 'sending')",
                        id,
                        state,
                        error)
                .replaceWithVoid();
    }

    /** Back into the queue, unless it was tried for long enough: then it failed. Whether it is tried again. */
    Uni<Boolean> postpone(Tx tx, String id, String error, long retrySeconds) {
        return tx.rows(
                        "update mail set error = $2::text, state = case when first_attempt_at"
                                + " > clock_timestamp() - $3::bigint * interval '1 second'"
                                + " then 'queued' else 'failed' end"
                                + " where id = $1::text and state in ('connecting', 'sending') returning state",
                        id,
                        error,
                        retrySeconds)
                .map(rows -> !rows.isEmpty() && text(rows.getFirst()[0]).equals("queued"));
    }

    /** A person wants it sent after all; whether it was in a state for that. */
    Uni<Boolean> requeue(Tx tx, String id) {
        return tx.update(
                        "update mail set state = 'queued', error = null, attempts = 0, first_attempt_at = null"
                                + " where id = $1::text and state in ('unknown', 'failed')",
                        id)
                .map(changed -> changed > 0);
    }

    Uni<Optional<Outbox.Entry>> find(Tx tx, String id) {
        return tx.rows(ENTRY + " where id = $1::text", id)
                .map(rows -> rows.stream().findFirst().map(row -> entry(row).entry()));
    }

    /** An entry and its place in the list. */
    record Placed(Outbox.Entry entry, long seq) {}

    /** Newest first. {@code scopes} joined by commas, or null for all; {@code state} as people see it. */
    Uni<List<Placed>> list(Tx tx, @Nullable String scopes, @Nullable String state, long before, int limit) {
        return tx.rows(
                        ENTRY + " where seq < $1::bigint"
                                + " and ($2::text is null or scope = any (string_to_array($2::text, ',')))"
                                + " and ($3::text is null or state = $3::text"
                                + " or state in ('connecting', 'sending') and $3::text = 'queued')"
                                + " order by seq desc limit $4::bigint",
                        before,
                        scopes,
                        state,
                        (long) limit)
                .map(rows -> rows.stream().map(MailStore::entry).toList());
    }

    Uni<List<String>> open(Tx tx) {
        return tx.rows("select id from mail where state in ('queued', 'connecting', 'sending') order by seq")
                .map(rows -> rows.stream().map(row -> text(row[0])).toList());
    }

    private static Mail mail(@Nullable Object[] row) {
        return new Mail(
                text(row[0]),
                text(row[1]),
                text(row[2]),
                text(row[3]),
                text(row[4]),
                (String) row[5],
                number(row[6]).longValue());
    }

    private static Placed entry(@Nullable Object[] row) {
        // an attempt that is under way has not left the queue for those who look at it
        var state = ON_ITS_WAY.contains(text(row[4])) ? "queued" : text(row[4]);
        var scope = text(row[1]);
        var entry = new Outbox.Entry(
                text(row[0]),
                scope.isEmpty() ? null : scope,
                text(row[2]),
                text(row[3]),
                state,
                number(row[5]).longValue(),
                (String) row[6],
                text(row[7]),
                time(number(row[8])),
                row[9] == null ? null : time(number(row[9])));
        return new Placed(entry, number(row[10]).longValue());
    }

    private static Instant time(Number epochSeconds) {
        return Instant.ofEpochMilli(Math.round(epochSeconds.doubleValue() * 1000));
    }

    private static String text(@Nullable Object column) {
        return (String) Objects.requireNonNull(column);
    }

    private static Number number(@Nullable Object column) {
        return (Number) Objects.requireNonNull(column);
    }
}
