package hero.deployer.health;

import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import hero.deployer.base.Tx;
import hero.deployer.identity.CurrentCaller;
import hero.deployer.identity.Role;
import hero.deployer.organization.Organizations;

/** Probes an organization now. */
@Path("/api/v1/organizations/{org}/health-checks")
@Tag(name = "Organizations")
class HealthCheckResource {
    private final HealthCheck check;
    private final Organizations organizations;
    private final Pool pool;
    private final CurrentCaller caller;

    HealthCheckResource(HealthCheck check, Organizations organizations, Pool pool, CurrentCaller caller) {
        this.check = check;
        this.organizations = organizations;
        this.pool = pool;
        this.caller = caller;
    }

    @Operation(summary = "Probe all instances now", description = "Asks every instance at once and answers the tally.")
    @POST
    public Uni<HealthTally> check(@PathParam("org") String organization) {
        caller.get().require(Role.OPERATOR, organization);
        return pool.withConnection(connection -> organizations.get(Tx.of(connection), organization))
                .chain(found -> check.of(found.slug()));
    }
}
