package hero.deployer.identity;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import org.jspecify.annotations.Nullable;

import hero.deployer.audit.AuditEntry;
import hero.deployer.audit.AuditLog;
import hero.deployer.base.Tx;
import hero.deployer.identity.PasswordCheck.Result;

/** Signing in by password; sessions for the console and, apart from them, for each cockpit. */
@ApplicationScoped
public class Logins {
    /** The audience of the console's own sessions; a cockpit's is {@code <org>/<username>}. */
    public static final String CONSOLE = "console";

    private final Pool pool;
    private final PasswordCheck passwords;
    private final LoginThrottle throttle;
    private final PasswordChange changes;
    private final SessionStore sessions;
    private final CallerCache cache;
    private final IdentityConfig config;
    private final AuditLog audit;
    private final IdentityNews news;

    Logins(
            Pool pool,
            PasswordCheck passwords,
            LoginThrottle throttle,
            PasswordChange changes,
            SessionStore sessions,
            CallerCache cache,
            IdentityConfig config,
            AuditLog audit,
            IdentityNews news) {
        this.pool = pool;
        this.passwords = passwords;
        this.throttle = throttle;
        this.changes = changes;
        this.sessions = sessions;
        this.cache = cache;
        this.config = config;
        this.audit = audit;
        this.news = news;
    }

    /** The name that somebody means: phones and forms add capitals and blanks, and no name has either. */
    public static String typedName(String typed) {
        int start = 0;
        int end = typed.length();
        while (start < end && isBlank(typed.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(typed.charAt(end - 1))) {
            end--;
        }
        return typed.substring(start, end).toLowerCase(Locale.ROOT);
    }

    /** No-break spaces come along with what is pasted. */
    private static boolean isBlank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    /** How a sign-in ended. */
    public sealed interface Outcome {
        /** In: the session's secret for the cookie, kept only as a hash. */
        record SignedIn(String username, String secret) implements Outcome {}

        /** The password is right but one-time: ask for a new one. */
        record MustChange() implements Outcome {}

        /** Wrong name, password or an expired one-time password; all look alike. */
        record Refused() implements Outcome {}

        /** Too many guesses; {@code seconds} to wait. */
        record Throttled(long seconds) implements Outcome {}
    }

    /**
     * Checks a password, in constant time, throttled by account and address across replicas.
     *
     * @param audience what the session is for
     * @param newPassword replaces a one-time password, where one must be replaced; a chosen one has 10 to 200 characters
     * @throws hero.deployer.base.ProblemException 400 when {@code newPassword} is too short, too long or the old one
     */
    public Uni<Outcome> signIn(
            String username, String password, @Nullable String newPassword, String audience, String address) {
        return passwords.check(username, password, address).chain(result -> switch (result) {
            case Result.Throttled throttled -> Uni.createFrom().item(new Outcome.Throttled(throttled.seconds()));
            case Result.Wrong wrong -> refused(wrong.username(), audience, address);
            case Result.Right right -> admit(right, password, newPassword, audience, address);
        });
    }

    private Uni<Outcome> admit(
            Result.Right right, String password, @Nullable String newPassword, String audience, String address) {
        // the console has a page of its own for the new password; a cockpit opens only afterwards
        if (!right.account().oneTime() || audience.equals(CONSOLE) && newPassword == null) {
            return open(right, right.account().hash(), audience, address);
        }
        if (newPassword == null) {
            return Uni.createFrom().item(new Outcome.MustChange());
        }
        return changes.hashOf(newPassword, password).chain(hash -> open(right, hash, audience, address));
    }

    /** Commits a replaced password, the session and their traces together. */
    private Uni<Outcome> open(Result.Right right, String hash, String audience, String address) {
        var secret = Secrets.next();
        var account = right.account();
        var lifetime = audience.equals(CONSOLE) ? config.consoleSession() : config.cockpitSession();
        return pool.withTransaction(connection -> {
                    var tx = Tx.of(connection);
                    return changes.replaceIfNew(tx, account, hash)
                            .chain(() -> sessions.open(tx, secret, account.username(), hash, audience, lifetime))
                            .call(opened -> opened ? traces(tx, right, audience, address) : nothing());
                })
                .map(opened -> opened ? new Outcome.SignedIn(account.username(), secret) : new Outcome.Refused());
    }

    private Uni<Void> traces(Tx tx, Result.Right right, String audience, String address) {
        var username = right.account().username();
        return throttle.succeeded(tx, right.pass(), username, address)
                .chain(() -> audit.append(tx, entry(username, "session.create", username, audience, address)))
                .chain(() -> news.sessionCreated(tx, username, audience));
    }

    private Uni<Outcome> refused(String username, String audience, String address) {
        // what was typed as a name may be a password: only names of accounts are written down
        var subject = username.isEmpty() ? "unknown" : username;
        return pool.withTransaction(connection -> {
                    var tx = Tx.of(connection);
                    return audit.append(tx, entry("anonymous", "session.refused", subject, audience, address))
                            .chain(() -> news.sessionRefused(tx, subject, audience));
                })
                .replaceWith(new Outcome.Refused());
    }

    private static AuditEntry entry(String actor, String action, String subject, String audience, String address) {
        return new AuditEntry(actor, action, "", subject, Map.of("audience", audience, "address", address));
    }

    /** Replaces the console person's password and goes on in a new session; every other one ends. */
    Uni<Outcome> replacePassword(String username, String current, String chosen, String address) {
        return passwords.check(username, current, address).chain(result -> switch (result) {
            case Result.Throttled throttled -> Uni.createFrom().item(new Outcome.Throttled(throttled.seconds()));
            case Result.Wrong wrong -> refused(wrong.username(), CONSOLE, address);
            case Result.Right right ->
                changes.hashOf(chosen, current).chain(hash -> open(right, hash, CONSOLE, address));
        });
    }

    /** The username a session secret stands for, or null: unknown, expired, revoked, or of another audience. Cached for at most 2 s. */
    public Uni<@Nullable String> session(String secret, String audience) {
        return caller(Credential.Session.of(secret, audience))
                .map(found -> found.map(Caller::username).orElse(null));
    }

    /** What {@link #session} would say without asking the database; null also when that is not known. */
    public @Nullable String knownSession(String secret, String audience) {
        return cache.get(Credential.Session.of(secret, audience).toString())
                .map(Caller::username)
                .orElse(null);
    }

    /** Who stands behind a credential now; empty once it has ended. Cached for at most 2 s: ask again whenever something stays open. */
    public Uni<Optional<Caller>> caller(Credential credential) {
        var key = credential.toString();
        var cached = cache.get(key);
        if (cached.isPresent()) {
            return Uni.createFrom().item(cached);
        }
        var epoch = cache.epoch();
        return lookUp(credential).invoke(found -> found.ifPresent(caller -> cache.put(key, caller, epoch)));
    }

    private Uni<Optional<Caller>> lookUp(Credential credential) {
        var tx = Tx.of(pool);
        return switch (credential) {
            case Credential.Session session -> sessions.bySession(tx, session.secretHash(), session.audience());
            case Credential.Token token ->
                sessions.byToken(tx, token.secretHash())
                        .call(found -> found.isPresent() ? sessions.touchToken(tx, token.secretHash()) : nothing());
        };
    }

    /** Ends one session. */
    public Uni<Void> signOut(String secret) {
        return close(Secrets.hash(secret));
    }

    /** Signs a session out; an API token stays until it is deleted. */
    Uni<Void> end(Credential credential) {
        return switch (credential) {
            case Credential.Session session -> close(session.secretHash());
            case Credential.Token token -> nothing();
        };
    }

    private Uni<Void> close(String secretHash) {
        return pool.withTransaction(connection -> {
                    var tx = Tx.of(connection);
                    return sessions.close(tx, secretHash)
                            .chain(ended -> ended.isEmpty()
                                    ? nothing()
                                    : audit.append(
                                                    tx,
                                                    new AuditEntry(
                                                            ended.get(), "session.end", "", ended.get(), Map.of()))
                                            .chain(() -> news.sessionEnded(tx, ended.get())));
                })
                .invoke(cache::forgetAll);
    }

    /** Ends every session of an audience, such as a cockpit that is removed. */
    public Uni<Void> revokeAudience(Tx tx, String audience) {
        return sessions.closeAudience(tx, audience).invoke(cache::forgetAll);
    }

    private static Uni<Void> nothing() {
        return Uni.createFrom().voidItem();
    }
}
