package hero.deployer.identity;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

import hero.deployer.audit.AuditEntry;
import hero.deployer.audit.AuditLog;
import hero.deployer.base.DnsLabel;
import hero.deployer.base.Problem;
import hero.deployer.base.ProblemException;
import hero.deployer.base.Tx;
import hero.deployer.events.EventLog;
import hero.deployer.events.NewEvent;

/** The people who have accounts. */
@ApplicationScoped
public class People {
    private static final int MAX_LENGTH = 200;

    private final PersonStore store;
    private final Secrets secrets;
    private final IdentityConfig config;
    private final AuditLog audit;
    private final EventLog events;

    People(PersonStore store, Secrets secrets, IdentityConfig config, AuditLog audit, EventLog events) {
        this.store = store;
        this.secrets = secrets;
        this.config = config;
        this.audit = audit;
        this.events = events;
    }

    /** A person as others see them. */
    public record Person(String username, String name, String email) {}

    /**
     * Someone who was added or found.
     *
     * @param oneTimePassword a new account's one-time password in clear, to be shown once and kept nowhere; null for an account that existed
     */
    public record Added(Person person, @Nullable String oneTimePassword) {}

    /**
     * Finds the account or makes a new one with a one-time password, in the caller's transaction. Writes audit and event rows.
     *
     * @param scope where they have something from now on: who administers it may help them with their password
     * @throws ProblemException 400 with the field named, when a new account lacks a name or an email
     */
    public Uni<Added> addOrFind(
            Tx tx, String actor, String scope, String username, @Nullable String name, @Nullable String email) {
        return store.hold(tx, username)
                .chain(found -> found.isPresent()
                        ? Uni.createFrom().item(new Added(found.get(), null))
                        : add(tx, actor, scope, checked(username, name, email)))
                .call(() -> scope.isEmpty() ? Uni.createFrom().voidItem() : store.join(tx, username, scope));
    }

    private Uni<Added> add(Tx tx, String actor, String scope, Person person) {
        var password = OneTimePassword.next();
        var kept = NewPassword.oneTime(secrets.keyedHash(password), config.oneTimePassword());
        return store.insert(tx, person, kept).chain(made -> {
            if (!made) {
                return store.find(tx, person.username()).map(other -> new Added(other.orElse(person), null));
            }
            return audit.append(tx, new AuditEntry(actor, "person.create", scope, person.username(), Map.of()))
                    .chain(() -> events.append(tx, created(scope, person)))
                    .replaceWith(new Added(person, password));
        });
    }

    private static Person checked(String username, @Nullable String name, @Nullable String email) {
        var faults = faults(username, name, email);
        if (!faults.isEmpty() || name == null || email == null) {
            throw ProblemException.badForm(faults);
        }
        return new Person(username, VisibleText.strip(name), VisibleText.strip(email));
    }

    /** Everything that keeps this from becoming a new account; empty when nothing does. */
    public static List<Problem.FieldError> faults(String username, @Nullable String name, @Nullable String email) {
        var faults = new ArrayList<Problem.FieldError>();
        if (!DnsLabel.isValid(username)) {
            faults.add(new Problem.FieldError("username", DnsLabel.MESSAGE));
        }
        if (name == null || VisibleText.isBlank(name) || name.length() > MAX_LENGTH || !VisibleText.isOneLine(name)) {
            faults.add(new Problem.FieldError("name", "a new account needs a name of 1 to 200 characters on one line"));
        }
        var emailFault = EmailAddress.fault(email == null ? null : VisibleText.strip(email));
        if (emailFault != null) {
            faults.add(new Problem.FieldError("email", emailFault));
        }
        return List.copyOf(faults);
    }

    /**
     * Someone among many; name and email are needed where there is no account yet.
     *
     * @param username free of {@link #faults} like the rest, unless there is an account
     */
    public record Newcomer(
            String username,
            @Nullable String name,
            @Nullable String email) {}

    /** Those of {@code usernames} who have an account. */
    public Uni<Set<String>> known(Tx tx, List<String> usernames) {
        return store.known(tx, usernames);
    }

    /**
     * {@link #addOrFind} for many with a few statements, always in the order of their names: two of these never wait for each other in a
     * circle. Answers the one-time passwords of the accounts that were made, by username.
     */
    public Uni<Map<String, String>> addOrFindAll(Tx tx, String actor, String scope, List<Newcomer> all) {
        var sorted =
                all.stream().sorted(Comparator.comparing(Newcomer::username)).toList();
        return Tx.inParts(sorted, some -> addOrFindSome(tx, actor, scope, some)).map(made -> {
            var passwords = new HashMap<String, String>();
            made.forEach(passwords::putAll);
            return passwords;
        });
    }

    private Uni<Map<String, String>> addOrFindSome(Tx tx, String actor, String scope, List<Newcomer> all) {
        var usernames = all.stream().map(Newcomer::username).toList();
        return store.holdAll(tx, usernames)
                .chain(known -> addAll(
                        tx,
                        actor,
                        scope,
                        all.stream()
                                .filter(one -> !known.contains(one.username()))
                                .map(one -> checked(one.username(), one.name(), one.email()))
                                .toList()))
                .call(() -> store.joinAll(tx, usernames, scope));
    }

    private Uni<Map<String, String>> addAll(Tx tx, String actor, String scope, List<Person> people) {
        if (people.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        var passwords = people.stream().map(person -> OneTimePassword.next()).toList();
        var hashes = passwords.stream().map(secrets::keyedHash).toList();
        return store.insertAll(tx, people, hashes, config.oneTimePassword()).chain(made -> {
            var kept = new HashMap<String, String>();
            for (int i = 0; i < people.size(); i++) {
                if (made.contains(people.get(i).username())) {
                    kept.put(people.get(i).username(), passwords.get(i));
                }
            }
            return tell(tx, actor, scope, people, made).replaceWith(kept);
        });
    }

    private Uni<Void> tell(Tx tx, String actor, String scope, List<Person> people, Set<String> made) {
        var told = people.stream()
                .filter(person -> made.contains(person.username()))
                .toList();
        return audit.append(
                        tx,
                        told.stream()
                                .map(person ->
                                        new AuditEntry(actor, "person.create", scope, person.username(), Map.of()))
                                .toList())
                .chain(() -> events.append(
                        tx, told.stream().map(person -> created(scope, person)).toList()));
    }

    private static NewEvent created(String scope, Person person) {
        return new NewEvent("person.created", seenBy(scope), person.username(), null, person);
    }

    /** The person, or null. */
    public Uni<@Nullable Person> find(Tx tx, String username) {
        return store.find(tx, username).map(found -> found.orElse(null));
    }

    /** Gives a role over a scope; a repeat changes nothing. */
    public Uni<Void> grant(Tx tx, String username, Grant grant) {
        return store.grant(tx, username, grant).chain(made -> made ? granted(tx, username, grant) : done());
    }

    private Uni<Void> granted(Tx tx, String username, Grant grant) {
        var scope = grant.scope().equals(Grant.EVERYWHERE) ? "" : grant.scope();
        return audit.append(
                tx,
                new AuditEntry(
                        "system",
                        "role.grant",
                        scope,
                        username,
                        Map.of("role", grant.role().name())));
    }

    /**
     * The person's instance in a scope was removed. Their roles stay; an account that holds no role and has nothing in any other scope goes,
     * with its sessions and tokens.
     */
    public Uni<Void> depart(Tx tx, String actor, String username, String scope) {
        return store.depart(tx, username, scope)
                .chain(() -> store.deleteForsaken(tx, username))
                .chain(gone -> gone ? removed(tx, actor, username, scope) : done());
    }

    /**
     * Those whose account {@link #depart} from a scope would remove: they have nothing anywhere else, and no role.
     *
     * @param rolesToo the scope goes with the roles over it, as {@link #revokeScope} does
     */
    public Uni<Set<String>> forsakenWithout(Tx tx, List<String> usernames, String scope, boolean rolesToo) {
        return store.forsakenWithout(tx, usernames, scope, rolesToo);
    }

    private Uni<Void> removed(Tx tx, String actor, String username, String scope) {
        return audit.append(tx, new AuditEntry(actor, "person.remove", "", username, Map.of()))
                .chain(() -> events.append(
                        tx,
                        new NewEvent("person.removed", seenBy(scope), username, null, Map.of("username", username))));
    }

    /** Somebody who is nowhere is seen by those who see everything. */
    private static String seenBy(String scope) {
        return scope.isEmpty() ? EventLog.DEPLOYER : scope;
    }

    /** The person has nothing left in a scope, such as after their instance was removed: takes their roles there, too. */
    public Uni<Void> leave(Tx tx, String username, String scope) {
        return store.leave(tx, username, scope);
    }

    /** Takes away every role and cockpit session over a scope that is going away. */
    public Uni<Void> revokeScope(Tx tx, String scope) {
        return store.revokeScope(tx, scope)
                .chain(() -> audit.append(tx, new AuditEntry("system", "role.revoke", scope, scope, Map.of())));
    }

    private static Uni<Void> done() {
        return Uni.createFrom().voidItem();
    }
}
