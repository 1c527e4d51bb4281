package hero.deployer.console;

import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;

import hero.deployer.base.ProblemException;
import hero.deployer.identity.Caller;
import hero.deployer.onboarding.Onboardings;
import hero.deployer.refresh.Refreshes;
import hero.deployer.removal.Removals;

/** Whether there is the run that a stream is narrowed to: of one that nobody knows, nothing would ever be told. */
@ApplicationScoped
class StreamRuns {
    private final Pool pool;
    private final Onboardings onboardings;
    private final Refreshes refreshes;
    private final Removals removals;

    StreamRuns(Pool pool, Onboardings onboardings, Refreshes refreshes, Removals removals) {
        this.pool = pool;
        this.onboardings = onboardings;
        this.refreshes = refreshes;
        this.removals = removals;
    }

    /** @throws ProblemException 404, by the Uni, for a run that is not there, not visible, or not of the organization asked for */
    Uni<Void> requireVisible(Caller who, StreamQuery query) {
        return switch (query.run()) {
            case null -> Uni.createFrom().voidItem();
            case StreamQuery.Run.OfOnboarding(var id) ->
                require(who, query, onboardings.organizationOf(pool, id), "such onboarding");
            case StreamQuery.Run.OfRefresh(var id) ->
                require(who, query, refreshes.organizationOf(pool, id), "such refresh");
            case StreamQuery.Run.OfRemoval(var id) ->
                require(who, query, removals.organizationOf(pool, id), "such removal");
        };
    }

    private static Uni<Void> require(Caller who, StreamQuery query, Uni<Optional<String>> organization, String what) {
        var asked = query.filter().scope();
        return organization
                .map(found -> found.filter(who::maySee)
                        .filter(slug -> asked == null || asked.equals(slug))
                        .orElseThrow(() -> ProblemException.notFound(what)))
                .replaceWithVoid();
    }
}
