package hero.deployer.identity;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;
import io.vertx.pgclient.PgException;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.Tx;
import hero.deployer.identity.People.Person;

/** Accounts and grants in SQL, in whoever's transaction. */
@Singleton
final class PersonStore {
    // foreign_key_violation, restrict_violation
    private static final Set<String> FOREIGN_KEY = Set.of("23503", "23001");

    /** What a password is checked against. */
    record Account(String username, boolean oneTime, String hash, boolean expired) {}

    Uni<Optional<Account>> account(Tx tx, String username) {
        return tx.rows(
                        "select username, password_kind = 'one-time', password_hash,"
                                + " coalesce(password_expires_at <= clock_timestamp(), false)"
                                + " from person where username = $1::text",
                        username)
                .map(rows -> rows.stream()
                        .findFirst()
                        .map(row -> new Account(text(row[0]), truth(row[1]), text(row[2]), truth(row[3]))));
    }

    Uni<Optional<Person>> find(Tx tx, String username) {
        return tx.rows("select username, name, email from person where username = $1::text", username)
                .map(rows ->
                        rows.stream().findFirst().map(row -> new Person(text(row[0]), text(row[1]), text(row[2]))));
    }

    /** The same; the account stays until the transaction ends, so that it can be given something. */
    Uni<Optional<Person>> hold(Tx tx, String username) {
        return tx.rows("select username, name, email from person where username = $1::text for key share", username)
                .map(rows ->
                        rows.stream().findFirst().map(row -> new Person(text(row[0]), text(row[1]), text(row[2]))));
    }

    /** Whether it was made; false when the name was taken meanwhile. */
    Uni<Boolean> insert(Tx tx, Person person, NewPassword password) {
        return tx.update(
                        "insert into person (username, name, email, password_kind, password_hash, password_expires_at)"
                                + " values ($1::text, $2::text, $3::text, $4::text, $5::text,"
                                + " clock_timestamp() + $6::bigint * interval '1 second')"
                                + " on conflict (username) do nothing",
                        person.username(),
                        person.name(),
                        person.email(),
                        password.kind(),
                        password.hash(),
                        password.lifetimeSeconds())
                .map(made -> made > 0);
    }

    /** Those of the usernames that have an account. */
    Uni<Set<String>> known(Tx tx, List<String> usernames) {
        return tx.rows("select username from person where username = any ($1::text[])", array(usernames))
                .map(PersonStore::texts);
    }

    /** The same, in the order of their names; they stay until the transaction ends. */
    Uni<Set<String>> holdAll(Tx tx, List<String> usernames) {
        return tx.rows(
                        "select username from person where username = any ($1::text[]) order by username for key share",
                        array(usernames))
                .map(PersonStore::texts);
    }

    /** Makes accounts with one-time passwords, in the order given; the usernames of those that were made. */
    Uni<Set<String>> insertAll(Tx tx, List<Person> people, List<String> hashes, Duration lifetime) {
        return tx.rows(
                        "insert into person (username, name, email, password_kind, password_hash, password_expires_at)"
                                + " select username, name, email, 'one-time', hash,"
                                + " clock_timestamp() + $5::bigint * interval '1 second'"
                                + " from unnest($1::text[], $2::text[], $3::text[], $4::text[]) with ordinality"
                                + " as given (username, name, email, hash, place) order by place"
                                + " on conflict (username) do nothing returning username",
                        people.stream().map(Person::username).toArray(String[]::new),
                        people.stream().map(Person::name).toArray(String[]::new),
                        people.stream().map(Person::email).toArray(String[]::new),
                        array(hashes),
                        lifetime.toSeconds())
                .map(PersonStore::texts);
    }

    /** {@link #join} for many, in the order given. */
    Uni<Void> joinAll(Tx tx, List<String> usernames, String scope) {
        return tx.update(
                        "insert into person_scope (username, scope) select username, $2::text"
                                + " from unnest($1::text[]) with ordinality as given (username, place) order by place"
                                + " on conflict do nothing",
                        array(usernames),
                        scope)
                .replaceWithVoid();
    }

    private static Object array(List<String> texts) {
        return texts.toArray(String[]::new);
    }

    private static Set<String> texts(List<@Nullable Object[]> rows) {
        return rows.stream().map(row -> text(row[0])).collect(Collectors.toSet());
    }

    /** Puts another password in the place of the one whose hash is {@code expected} (null: whichever); false when it no longer is. */
    Uni<Boolean> replacePassword(Tx tx, String username, @Nullable String expected, NewPassword password) {
        return tx.update(
                        "update person set password_kind = $3::text, password_hash = $4::text,"
                                + " password_expires_at = clock_timestamp() + $5::bigint * interval '1 second'"
                                + " where username = $1::text and password_hash = coalesce($2::text, password_hash)",
                        username,
                        expected,
                        password.kind(),
                        password.hash(),
                        password.lifetimeSeconds())
                .map(changed -> changed > 0);
    }

    Uni<Boolean> grant(Tx tx, String username, Grant grant) {
        return tx.update(
                        "insert into role_grant (username, scope, role) values ($1::text, $2::text, $3::text)"
                                + " on conflict do nothing",
                        username,
                        grant.scope(),
                        grant.role().name())
                .map(made -> made > 0);
    }

    Uni<Void> join(Tx tx, String username, String scope) {
        return tx.update(
                        "insert into person_scope (username, scope) values ($1::text, $2::text) on conflict do nothing",
                        username,
                        scope)
                .replaceWithVoid();
    }

    /** Every scope that the person has a role or anything else in. */
    Uni<List<String>> scopes(Tx tx, String username) {
        return tx.rows(
                        "select scope from person_scope where username = $1::text"
                                + " union select scope from role_grant where username = $1::text",
                        username)
                .map(rows -> rows.stream().map(row -> text(row[0])).toList());
    }

    /** Deletes an account that has nothing left anywhere, whatever its password; false when it has. */
    Uni<Boolean> deleteForsaken(Tx tx, String username) {
        return tx.update("savepoint unused_person")
                .chain(() -> tx.update(
                        "delete from person p where username = $1::text"
                                + " and not exists (select 1 from person_scope s where s.username = p.username)"
                                + " and not exists (select 1 from role_grant g where g.username = p.username)",
                        username))
                .call(() -> tx.update("release savepoint unused_person"))
                .onFailure(PersonStore::isReferred)
                .recoverWithUni(
                        () -> tx.update("rollback to savepoint unused_person").replaceWith(0))
                .map(gone -> gone > 0);
    }

    /** Those that {@link #deleteForsaken} would delete once they have left the scope. */
    Uni<Set<String>> forsakenWithout(Tx tx, List<String> usernames, String scope, boolean rolesToo) {
        return tx.rows(
                        "select username from person p where username = any ($1::text[])"
                                + " and not exists (select 1 from person_scope s where s.username = p.username and s.scope <> $2::text)"
                                + " and not exists (select 1 from role_grant g where g.username = p.username"
                                + " and (g.scope <> $2::text or not $3::boolean))",
                        array(usernames),
                        scope,
                        rolesToo)
                .map(PersonStore::texts);
    }

    private static boolean isReferred(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PgException refused && FOREIGN_KEY.contains(refused.getSqlState())) {
                return true;
            }
        }
        return false;
    }

    Uni<Void> leave(Tx tx, String username, String scope) {
        return tx.update("delete from person_scope where username = $1::text and scope = $2::text", username, scope)
                .chain(() -> tx.update(
                        "delete from role_grant where username = $1::text and scope = $2::text", username, scope))
                .chain(() -> tx.update(
                        "delete from session where username = $1::text and audience = $2::text",
                        username,
                        scope + "/" + username))
                .replaceWithVoid();
    }

    /** What they had in a scope besides roles is gone. */
    Uni<Void> depart(Tx tx, String username, String scope) {
        return tx.update("delete from person_scope where username = $1::text and scope = $2::text", username, scope)
                .replaceWithVoid();
    }

    Uni<Void> revokeScope(Tx tx, String scope) {
        return tx.update("delete from person_scope where scope = $1::text", scope)
                .chain(() -> tx.update("delete from role_grant where scope = $1::text", scope))
                .chain(() -> tx.update("delete from api_token where scope = $1::text", scope))
                .chain(() -> tx.update(
                        "delete from session where split_part(audience, '/', 1) = $1::text"
                                + " and audience like '%/%'",
                        scope))
                .replaceWithVoid();
    }

    static String text(@Nullable Object column) {
        if (column == null) {
            throw new IllegalStateException("a column that is never null was null");
        }
        return (String) column;
    }

    static boolean truth(@Nullable Object column) {
        return Boolean.TRUE.equals(column);
    }
}
