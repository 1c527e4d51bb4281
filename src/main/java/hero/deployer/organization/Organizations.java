package hero.deployer.organization;

import java.util.List;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

import hero.deployer.audit.AuditEntry;
import hero.deployer.audit.AuditLog;
import hero.deployer.base.ProblemException;
import hero.deployer.base.Tx;
import hero.deployer.release.Releases;
import hero.deployer.setup.Setups;

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

    private final OrganizationStore store;
    private final OrganizationEvents events;
    private final AuditLog audit;
    private final Setups setups;
    private final Releases releases;

    Organizations(
            OrganizationStore store, OrganizationEvents events, AuditLog audit, Setups setups, Releases releases) {
        this.store = store;
        this.events = events;
        this.audit = audit;
        this.setups = setups;
        this.releases = releases;
    }

    /**
     * Makes one, in the caller's transaction, on its setup's newest version and its channel's current build. Writes audit and event.
     *
     * @throws hero.deployer.base.ProblemException 409 {@code slug-taken}; 400 for an unknown setup or channel, or a channel without a build
     */
    public Uni<Organization> create(Tx tx, String actor, String slug, String name, String setup, String channel) {
        return setups.newest(tx, setup)
                .flatMap(version -> releases.currentBuild(tx, channel)
                        .map(build -> new Organization(
                                slug, 0, name, setup, version.version(), channel, required(build, channel), false)))
                .flatMap(made -> store.insert(tx, made))
                .map(made -> made.orElseThrow(() -> taken(slug)))
                .call(made -> events.changed(tx, made))
                .call(made -> audit.append(
                        tx,
                        new AuditEntry(
                                actor,
                                "organization.create",
                                slug,
                                slug,
                                Map.of("name", name, "setup", setup, "channel", channel))));
    }

    /** The organization; 404 when there is none. */
    public Uni<Organization> get(Tx tx, String slug) {
        return store.find(tx, slug).map(found -> found.orElseThrow(Organizations::unknown));
    }

    /**
     * Organizations by slug, one page of them.
     *
     * @param scopes only these slugs, or null for any
     * @param q part of the slug or name, or null
     * @param after the slug before the page, or null
     */
    public Uni<List<Organization>> list(
            Tx tx, @Nullable List<String> scopes, @Nullable String q, @Nullable String after, int limit) {
        return store.list(tx, scopes, q, after, limit);
    }

    /**
     * The organization with its row locked until the transaction ends, and the next member number taken.
     *
     * @throws hero.deployer.base.ProblemException 409 {@code removing} when it is going away
     */
    public Uni<Long> nextMemberNumber(Tx tx, String slug) {
        return nextMemberNumbers(tx, slug, 1);
    }

    /** The same for {@code count} members; the first of the numbers. */
    public Uni<Long> nextMemberNumbers(Tx tx, String slug, int count) {
        return store.takeMemberNumbers(tx, slug, count)
                .map(last -> last.map(number -> number - count + 1))
                .flatMap(number -> number.isPresent()
                        ? Uni.createFrom().item(number.get())
                        : get(tx, slug)
                                .onItem()
                                .transformToUni(found -> Uni.createFrom().failure(removing(slug))));
    }

    /** What it stands on from now on: new instances get it. A repeat changes nothing, and so does one that comes too late. */
    public Uni<Void> stand(Tx tx, String slug, String build) {
        return store.setBuild(tx, slug, build)
                .flatMap(changed -> changed.isPresent()
                        ? events.changed(tx, changed.get())
                        : Uni.createFrom().voidItem());
    }

    /** Marks it as going away; a repeat changes nothing. */
    public Uni<Void> markRemoving(Tx tx, String slug) {
        return store.markRemoving(tx, slug)
                .flatMap(marked -> marked.isPresent()
                        ? events.changed(tx, marked.get())
                        : get(tx, slug).replaceWithVoid());
    }

    /** Deletes its row; its instances are gone by then. A repeat changes nothing. */
    public Uni<Void> delete(Tx tx, String actor, String slug) {
        return store.delete(tx, slug)
                .flatMap(deleted -> deleted.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : events.removed(tx, deleted.get())
                                .chain(() -> audit.append(
                                        tx, new AuditEntry(actor, "organization.delete", slug, slug, Map.of()))));
    }

    static ProblemException unknown() {
        // the same words as for one the caller may not see
        return ProblemException.notFound("such organization");
    }

    static ProblemException removing(String slug) {
        return ProblemException.conflict(
                "removing", "Going away", "The organization " + slug + " is being removed and takes no change.");
    }

    private static ProblemException taken(String slug) {
        return ProblemException.conflict(
                "slug-taken", "Taken", "There is an organization " + slug + " already; choose another slug.");
    }

    private static String required(@Nullable String build, String channel) {
        if (build == null) {
            throw ProblemException.badField("channel", "has no build yet: publish one to " + channel + " first");
        }
        return build;
    }
}
