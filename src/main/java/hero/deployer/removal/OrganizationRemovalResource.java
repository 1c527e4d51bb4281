package hero.deployer.removal;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jboss.resteasy.reactive.RestPath;

import hero.deployer.identity.CurrentCaller;
import hero.deployer.identity.Role;

/** Takes an organization away with everything in it. */
@Path("/api/v1/organizations/{org}")
class OrganizationRemovalResource {
    private final Pool pool;
    private final CurrentCaller caller;
    private final Removals removals;

    OrganizationRemovalResource(Pool pool, CurrentCaller caller, Removals removals) {
        this.pool = pool;
        this.caller = caller;
        this.removals = removals;
    }

    /** 202 with the run, the same one for a repeat. */
    @DELETE
    @APIResponseSchema(value = RemovalView.class, responseCode = "202")
    public Uni<Response> remove(@RestPath String org) {
        var who = caller.get();
        who.require(Role.ADMIN, org);
        return pool.withTransaction(tx -> removals.organization(tx, who.username(), org))
                .map(RemovalView::accepted);
    }
}
