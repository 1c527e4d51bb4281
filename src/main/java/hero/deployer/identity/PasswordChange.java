package hero.deployer.identity;

import java.util.Map;

import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;

import hero.deployer.audit.AuditEntry;
import hero.deployer.audit.AuditLog;
import hero.deployer.base.Tx;
import hero.deployer.identity.PersonStore.Account;

/** Puts a chosen password in the place of the one that was just checked; every session opened with that one ends. */
@Singleton
final class PasswordChange {
    private final PersonStore people;
    private final SessionStore sessions;
    private final PasswordHasher hasher;
    private final CallerCache cache;
    private final AuditLog audit;
    private final IdentityNews news;

    PasswordChange(
            PersonStore people,
            SessionStore sessions,
            PasswordHasher hasher,
            CallerCache cache,
            AuditLog audit,
            IdentityNews news) {
        this.people = people;
        this.sessions = sessions;
        this.hasher = hasher;
        this.cache = cache;
        this.audit = audit;
        this.news = news;
    }

    /** The hash of an acceptable new password; 400 for another. Slow: not inside a transaction. */
    Uni<String> hashOf(String chosen, String old) {
        NewPassword.check(chosen, old);
        return hasher.hash(chosen);
    }

    /** Replaces the password unless {@code hash} is the account's own; false when somebody else replaced it meanwhile. */
    Uni<Boolean> replaceIfNew(Tx tx, Account account, String hash) {
        if (hash.equals(account.hash())) {
            return Uni.createFrom().item(true);
        }
        var username = account.username();
        return people.replacePassword(tx, username, account.hash(), NewPassword.chosen(hash))
                .call(replaced -> replaced
                        ? sessions.closeAll(tx, username, null)
                                .chain(() -> audit.append(
                                        tx, new AuditEntry(username, "password.change", "", username, Map.of())))
                                .chain(() -> news.passwordChanged(tx, username, false))
                        : Uni.createFrom().voidItem())
                .invoke(cache::forgetAll);
    }
}
