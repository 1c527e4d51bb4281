package hero.deployer.identity;

import java.util.Optional;

import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.Tx;
import hero.deployer.identity.LoginThrottle.Asked;
import hero.deployer.identity.LoginThrottle.Pass;
import hero.deployer.identity.PersonStore.Account;

/** Checks a name and a password: the same work, and the same answer, whether or not there is such an account. */
@Singleton
final class PasswordCheck {
    private static final String NOBODY = "";

    private final Pool pool;
    private final PersonStore people;
    private final LoginThrottle throttle;
    private final PasswordHasher hasher;
    private final Secrets secrets;

    PasswordCheck(Pool pool, PersonStore people, LoginThrottle throttle, PasswordHasher hasher, Secrets secrets) {
        this.pool = pool;
        this.people = people;
        this.throttle = throttle;
        this.hasher = hasher;
        this.secrets = secrets;
    }

    /** What was found. */
    sealed interface Result {
        /** @param pass the guess to give back; null when none was counted */
        record Right(Account account, @Nullable Pass pass) implements Result {}

        /** @param username the account's, or empty when there is none */
        record Wrong(String username) implements Result {}

        record Throttled(long seconds) implements Result {}
    }

    Uni<Result> check(String username, String password, String address) {
        var tx = Tx.of(pool);
        // the database takes no NUL, and nobody has one in his name
        var name = username.indexOf('\0') < 0 ? Logins.typedName(username) : NOBODY;
        return people.account(tx, name).chain(account -> {
            if (isOneTime(account, password)) {
                return Uni.createFrom().item(new Result.Right(account.orElseThrow(), null));
            }
            return throttle.ask(tx, name, address).chain(asked -> compare(asked, account, password));
        });
    }

    /** Hashes even where no one-time password is kept, so that this step takes as long for everybody. */
    private boolean isOneTime(Optional<Account> account, String password) {
        var kept = account.filter(found -> found.oneTime() && !found.expired()).map(Account::hash);
        return Secrets.same(secrets.keyedHash(password), kept.orElse(NOBODY));
    }

    private Uni<Result> compare(Asked asked, Optional<Account> account, String password) {
        if (asked.pass().isEmpty()) {
            return Uni.createFrom().item(new Result.Throttled(asked.waitSeconds()));
        }
        var chosen = account.filter(found -> !found.oneTime());
        var compared = chosen.isPresent() && password.length() <= NewPassword.MAX_LENGTH
                ? hasher.matches(password, chosen.get().hash())
                : hasher.matchesNobody(password.substring(0, Math.min(password.length(), NewPassword.MAX_LENGTH)));
        return compared.map(right -> right
                ? new Result.Right(chosen.orElseThrow(), asked.pass().get())
                : new Result.Wrong(account.map(Account::username).orElse(NOBODY)));
    }
}
