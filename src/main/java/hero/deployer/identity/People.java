package hero.deployer.identity;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.Tx;

/** The people who have accounts. */
@ApplicationScoped
public class People {

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
     * @throws hero.deployer.base.ProblemException 400 with the field named, when a new account lacks a name or an email
     */
    public Uni<Added> addOrFind(
            Tx tx, String actor, String scope, String username, @Nullable String name, @Nullable String email) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** The person, or null. */
    public Uni<@Nullable Person> find(Tx tx, String username) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** Removes an account that holds no role and no password of its own any more use; used when onboarding that made it is cancelled. */
    public Uni<Void> remove(Tx tx, String actor, String username) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** Gives a role over a scope; a repeat changes nothing. */
    public Uni<Void> grant(Tx tx, String username, Grant grant) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** Takes away every role and cockpit session over a scope that is going away. */
    public Uni<Void> revokeScope(Tx tx, String scope) {
        throw new UnsupportedOperationException("skeleton");
    }
}
