package hero.deployer.identity;

import java.util.Map;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import org.jspecify.annotations.Nullable;

import hero.deployer.audit.AuditEntry;
import hero.deployer.audit.AuditLog;
import hero.deployer.base.Tx;
import hero.deployer.identity.People.Person;

/** The first administrator, without whom nobody could add anybody. */
@ApplicationScoped
public class Administrators {
    /** The first administrator's username. */
    public static final String FIRST = "admin";

    // replicas that start at once on an empty database make one administrator
    private static final long LOCK = 0x6865_726f_6964_0001L;

    private final Pool pool;
    private final PersonStore people;
    private final PasswordHasher hasher;
    private final Secrets secrets;
    private final AuditLog audit;

    Administrators(Pool pool, PersonStore people, PasswordHasher hasher, Secrets secrets, AuditLog audit) {
        this.pool = pool;
        this.people = people;
        this.hasher = hasher;
        this.secrets = secrets;
        this.audit = audit;
    }

    /**
     * Makes {@code admin}, who administers everything, when there are no people yet.
     *
     * @param given the password, which need not be changed; null: one is made up that must be changed at the first login. A given one also
     *     takes the place of a made-up one that nobody has changed yet
     * @return the made-up password in clear, to be printed this once; empty when one was given or nobody had to be made
     */
    public Uni<Optional<String>> ensure(@Nullable String given) {
        return given == null || given.isEmpty() ? ensureMadeUp() : ensureGiven(given);
    }

    private Uni<Optional<String>> ensureMadeUp() {
        var password = OneTimePassword.next();
        // no expiry: nobody else could reissue it
        var kept = NewPassword.oneTime(secrets.keyedHash(password), null);
        return pool.withTransaction(connection -> makeFirst(Tx.of(connection), kept))
                .map(made -> made ? Optional.of(password) : Optional.empty());
    }

    private Uni<Optional<String>> ensureGiven(String given) {
        var tx = Tx.of(pool);
        return people.account(tx, FIRST)
                .chain(account -> account.isPresent() && !account.get().oneTime()
                        ? Uni.createFrom().voidItem()
                        : hasher.hash(given).chain(this::set))
                .replaceWith(Optional.empty());
    }

    private Uni<Void> set(String hash) {
        var kept = NewPassword.chosen(hash);
        return pool.withTransaction(connection -> {
            var tx = Tx.of(connection);
            return makeFirst(tx, kept)
                    .chain(made -> made
                            ? Uni.createFrom().voidItem()
                            : people.account(tx, FIRST).chain(account -> replaceUnused(tx, account, kept)));
        });
    }

    private Uni<Void> replaceUnused(Tx tx, Optional<PersonStore.Account> account, NewPassword kept) {
        if (account.isEmpty() || !account.get().oneTime()) {
            return Uni.createFrom().voidItem();
        }
        return people.replacePassword(tx, FIRST, account.get().hash(), kept)
                .chain(() -> audit.append(tx, new AuditEntry("system", "password.change", "", FIRST, Map.of())));
    }

    private Uni<Boolean> makeFirst(Tx tx, NewPassword password) {
        return tx.rows("select pg_advisory_xact_lock($1::bigint)::text", LOCK)
                .chain(() -> tx.rows("select 1::bigint from person limit 1"))
                .chain(anybody -> anybody.isEmpty()
                        ? make(tx, password).replaceWith(true)
                        : Uni.createFrom().item(false));
    }

    private Uni<Void> make(Tx tx, NewPassword password) {
        var person = new Person(FIRST, "Administrator", "admin@localhost");
        return people.insert(tx, person, password)
                .chain(() -> people.grant(tx, FIRST, Rights.ALL))
                .chain(() -> audit.append(
                        tx,
                        new AuditEntry(
                                "system",
                                "person.create",
                                "",
                                FIRST,
                                Map.of("role", Rights.ALL.role().name()))));
    }
}
