package hero.deployer.removal;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

import hero.deployer.base.ProblemException;
import hero.deployer.identity.CurrentCaller;

/** One removal, also after its end. */
@Path("/api/v1/removals/{id}")
@Tag(name = "Removals")
class RemovalResource {
    private final Pool pool;
    private final CurrentCaller caller;
    private final RemovalStore store;

    RemovalResource(Pool pool, CurrentCaller caller, RemovalStore store) {
        this.pool = pool;
        this.caller = caller;
        this.store = store;
    }

    @Operation(summary = "Read a removal", description = "Also after its end.")
    @GET
    public Uni<RemovalView> get(@RestPath String id) {
        var who = caller.get();
        return store.find(pool, id, false)
                .map(found -> found.filter(removal -> who.maySee(removal.organization()))
                        .map(RemovalView::of)
                        .orElseThrow(() -> ProblemException.notFound("such removal")));
    }
}
