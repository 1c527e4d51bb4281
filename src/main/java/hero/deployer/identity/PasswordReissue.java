package hero.deployer.identity;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;

import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;

import hero.deployer.audit.AuditEntry;
import hero.deployer.audit.AuditLog;
import hero.deployer.base.ProblemException;
import hero.deployer.base.Tx;

/** Gives somebody who cannot sign in a new one-time password; whatever was open under the old one ends. */
@Singleton
final class PasswordReissue {
    private final PersonStore people;
    private final SessionStore sessions;
    private final Secrets secrets;
    private final IdentityConfig config;
    private final AuditLog audit;
    private final IdentityNews news;

    PasswordReissue(
            PersonStore people,
            SessionStore sessions,
            Secrets secrets,
            IdentityConfig config,
            AuditLog audit,
            IdentityNews news) {
        this.people = people;
        this.sessions = sessions;
        this.secrets = secrets;
        this.config = config;
        this.audit = audit;
        this.news = news;
    }

    Uni<OneTimePasswordView> reissue(Tx tx, Caller caller, String username) {
        var password = OneTimePassword.next();
        var kept = NewPassword.oneTime(secrets.keyedHash(password), config.oneTimePassword());
        return people.scopes(tx, username)
                .invoke(scopes -> checkAdministers(caller, username, scopes))
                .chain(() -> people.replacePassword(tx, username, null, kept))
                .invoke(PasswordReissue::checkFound)
                .chain(() -> sessions.closeAll(tx, username, null))
                .chain(() ->
                        audit.append(tx, new AuditEntry(caller.username(), "password.reissue", "", username, Map.of())))
                .chain(() -> news.passwordChanged(tx, username, true))
                .chain(() -> expiry(tx, username))
                .map(expiresAt -> new OneTimePasswordView(username, password, expiresAt));
    }

    /** Who administers one organization of a person's two must not thereby enter the other. */
    private static void checkAdministers(Caller caller, String username, java.util.List<String> scopes) {
        var sees = username.equals(caller.username())
                || caller.may(Role.VIEWER, "")
                || scopes.stream().anyMatch(scope -> caller.may(Role.VIEWER, scope));
        if (!sees) {
            throw ProblemException.notFound("such person");
        }
        var administers = scopes.isEmpty()
                ? caller.may(Role.ADMIN, "")
                : scopes.stream().allMatch(scope -> caller.may(Role.ADMIN, scope));
        if (!administers) {
            throw ProblemException.forbidden("This needs the role admin over everything that the person belongs to.");
        }
    }

    private static void checkFound(boolean found) {
        if (!found) {
            throw ProblemException.notFound("such person");
        }
    }

    private static Uni<Instant> expiry(Tx tx, String username) {
        return tx.rows(
                        "select extract(epoch from password_expires_at)::bigint from person where username = $1::text",
                        username)
                .map(rows -> Instant.ofEpochSecond(((Number) Objects.requireNonNull(rows.getFirst()[0])).longValue()));
    }
}
