package hero.deployer.organization;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.Tx;

/** Organizations as the processes need them. */
@ApplicationScoped
public class Organizations {

    /**
     * An organization.
     *
     * @param number a small number that machine names are made of
     * @param build what it stands on: new instances get it; null until its channel has one
     * @param removing it is going away and takes nothing new
     */
    public record Organization(
            String slug,
            long number,
            String name,
            String setup,
            int setupVersion,
            String channel,
            @Nullable String build,
            boolean removing) {}

    /**
     * Makes one, in the caller's transaction, on its setup's newest version and its channel's current build. Writes audit and event.
     *
     * @throws hero.deployer.base.ProblemException 409 {@code slug-taken}; 400 for an unknown setup or channel, or a channel without a build
     */
    public Uni<Organization> create(Tx tx, String actor, String slug, String name, String setup, String channel) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** The organization; 404 when there is none. */
    public Uni<Organization> get(Tx tx, String slug) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** The organization with its row locked until the transaction ends, and the next member number taken. */
    public Uni<Long> nextMemberNumber(Tx tx, String slug) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** Marks it as going away; a repeat changes nothing. */
    public Uni<Void> markRemoving(Tx tx, String slug) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** Deletes its row; its instances are gone by then. */
    public Uni<Void> delete(Tx tx, String actor, String slug) {
        throw new UnsupportedOperationException("skeleton");
    }
}
