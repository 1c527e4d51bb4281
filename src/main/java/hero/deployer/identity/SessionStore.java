package hero.deployer.identity;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.Tx;

/** Sessions, and who stands behind a session or token. */
@Singleton
final class SessionStore {
    // grants as one column, so that a look-up is one round trip
    private static final String WHO = "p.username, p.name, p.password_kind = 'one-time',"
            + " coalesce((select string_agg(g.role || ' ' || g.scope, ',') from role_grant g"
            + " where g.username = p.username), '')";

    /** Makes a session, unless the password that was checked has been replaced meanwhile. */
    Uni<Boolean> open(Tx tx, String secret, String username, String checkedHash, String audience, Duration lifetime) {
        return tx.update(
                        "insert into session (secret_hash, username, audience, expires_at)"
                                + " select $1::text, username, $4::text,"
                                + " clock_timestamp() + $5::bigint * interval '1 second'"
                                + " from person where username = $2::text and password_hash = $3::text",
                        Secrets.hash(secret),
                        username,
                        checkedHash,
                        audience,
                        lifetime.toSeconds())
                .map(made -> made > 0);
    }

    Uni<Optional<Caller>> bySession(Tx tx, String secretHash, String audience) {
        return tx.rows(
                        "select " + WHO
                                + " from session s join person p using (username) where s.secret_hash = $1::text"
                                + " and s.audience = $2::text and s.expires_at > clock_timestamp()",
                        secretHash,
                        audience)
                .map(rows -> rows.stream().findFirst().map(row -> caller(row, Rights.ALL)));
    }

    Uni<Optional<Caller>> byToken(Tx tx, String secretHash) {
        return tx.rows(
                        "select " + WHO + ", t.role, t.scope from api_token t join person p on p.username = t.owner"
                                + " where t.secret_hash = $1::text"
                                + " and (t.expires_at is null or t.expires_at > clock_timestamp())",
                        secretHash)
                .map(rows -> rows.stream().findFirst().map(row -> caller(row, cap(row))));
    }

    /** Notes that a token is in use: once in five minutes is enough. */
    Uni<Void> touchToken(Tx tx, String secretHash) {
        return tx.update(
                        "update api_token set last_used_at = clock_timestamp() where secret_hash = $1::text"
                                + " and (last_used_at is null or last_used_at < clock_timestamp() - interval '5 minutes')",
                        secretHash)
                .replaceWithVoid();
    }

    /** Whose session ended; empty when there was none. */
    Uni<Optional<String>> close(Tx tx, String secretHash) {
        return tx.rows("delete from session where secret_hash = $1::text returning username", secretHash)
                .map(rows -> rows.stream().findFirst().map(row -> PersonStore.text(row[0])));
    }

    /** Ends every session of a person but the one under {@code except}. */
    Uni<Void> closeAll(Tx tx, String username, @Nullable String except) {
        return tx.update(
                        "delete from session where username = $1::text and secret_hash <> coalesce($2::text, '')",
                        username,
                        except)
                .replaceWithVoid();
    }

    Uni<Void> closeAudience(Tx tx, String audience) {
        return tx.update("delete from session where audience = $1::text", audience)
                .replaceWithVoid();
    }

    private static Grant cap(@Nullable Object[] row) {
        return new Grant(Role.valueOf(PersonStore.text(row[4])), PersonStore.text(row[5]));
    }

    private static Caller caller(@Nullable Object[] row, Grant cap) {
        return new Caller(
                PersonStore.text(row[0]),
                PersonStore.text(row[1]),
                Rights.narrow(grants(PersonStore.text(row[3])), cap),
                PersonStore.truth(row[2]));
    }

    static List<Grant> grants(String written) {
        if (written.isEmpty()) {
            return List.of();
        }
        return Arrays.stream(written.split(",", -1))
                .map(grant -> grant.split(" ", 2))
                .map(parts -> new Grant(Role.valueOf(parts[0]), parts[1]))
                .toList();
    }
}
