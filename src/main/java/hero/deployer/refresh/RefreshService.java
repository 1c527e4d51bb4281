package hero.deployer.refresh;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.Page;
import hero.deployer.base.ProblemException;
import hero.deployer.base.Tx;
import hero.deployer.identity.Caller;
import hero.deployer.identity.Role;
import hero.deployer.organization.Organizations;

/** What is read of runs. */
@ApplicationScoped
class RefreshService {
    private final Pool pool;
    private final RefreshStore store;
    private final MemberStore members;
    private final MemberQueries queries;
    private final Organizations organizations;

    RefreshService(
            Pool pool, RefreshStore store, MemberStore members, MemberQueries queries, Organizations organizations) {
        this.pool = pool;
        this.store = store;
        this.members = members;
        this.queries = queries;
        this.organizations = organizations;
    }

    Uni<RefreshView> get(Caller caller, String id) {
        return visible(caller, id).chain(run -> view(run));
    }

    /** With its counts as they are now. */
    Uni<RefreshView> view(Refresh run) {
        return members.counts(pool, run.id()).map(counts -> RefreshView.of(run.with(counts)));
    }

    Uni<Page<RefreshView>> list(Caller caller, String slug, @Nullable String cursor, int limit) {
        caller.require(Role.VIEWER, slug);
        return organizations
                .get(Tx.of(pool), slug)
                .chain(organization ->
                        store.list(pool, slug, organization.number(), RefreshStore.before(cursor), limit + 1))
                .chain(found -> {
                    var shown = found.stream().limit(limit).toList();
                    var next = found.size() > limit
                            ? String.valueOf(shown.getLast().seq())
                            : null;
                    return Multi.createFrom()
                            .iterable(shown)
                            .onItem()
                            .transformToUniAndConcatenate(run -> run.endedAt() == null
                                    ? view(run)
                                    : Uni.createFrom().item(RefreshView.of(run)))
                            .collect()
                            .asList()
                            .map(items -> new Page<>(items, next));
                });
    }

    Uni<Page<MemberView>> members(Caller caller, String id, MemberQuery query) {
        return visible(caller, id)
                .chain(run -> queries.page(pool, run, query).map(found -> {
                    var shown = found.stream().limit(query.limit).toList();
                    var next = found.size() > query.limit
                            ? String.valueOf(shown.getLast().position())
                            : null;
                    return new Page<>(
                            shown.stream()
                                    .map(member -> MemberView.of(run, member))
                                    .toList(),
                            next);
                }));
    }

    Uni<Page<CauseView>> causes(Caller caller, String id) {
        return visible(caller, id)
                .chain(run -> queries.failed(pool, run.id()))
                .map(failed -> Page.all(CauseView.of(failed)));
    }

    private Uni<Refresh> visible(Caller caller, String id) {
        return store.read(pool, id)
                .map(found -> found.orElseThrow(() -> ProblemException.notFound("such refresh"))
                        .run())
                .invoke(run -> caller.require(Role.VIEWER, run.organization(), "such refresh"));
    }
}
