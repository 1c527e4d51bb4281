package hero.deployer.health;

import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;

import hero.deployer.base.Tx;
import hero.deployer.identity.CurrentCaller;
import hero.deployer.identity.Role;
import hero.deployer.organization.Organizations;

/** Probes an organization now. */
@Path("/api/v1/organizations/{org}/health-checks")
class HealthCheckResource {
    private final HealthService service;
    private final Organizations organizations;
    private final Pool pool;
    private final CurrentCaller caller;

    HealthCheckResource(HealthService service, Organizations organizations, Pool pool, CurrentCaller caller) {
        this.service = service;
        this.organizations = organizations;
        this.pool = pool;
        this.caller = caller;
    }

    @POST
    public Uni<HealthTally> check(@PathParam("org") String organization) {
        caller.get().require(Role.OPERATOR, organization);
        return pool.withConnection(connection -> organizations.get(Tx.of(connection), organization))
                .chain(found -> service.check(found.slug()));
    }
}
