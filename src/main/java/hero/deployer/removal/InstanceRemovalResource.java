package hero.deployer.removal;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jboss.resteasy.reactive.RestPath;

import hero.deployer.base.Tx;
import hero.deployer.identity.CurrentCaller;
import hero.deployer.identity.Role;
import hero.deployer.instance.Instances;

/** Takes one instance away. */
@Path("/api/v1/instances/{id}")
class InstanceRemovalResource {
    private final Pool pool;
    private final CurrentCaller caller;
    private final Removals removals;
    private final Instances instances;

    InstanceRemovalResource(Pool pool, CurrentCaller caller, Removals removals, Instances instances) {
        this.pool = pool;
        this.caller = caller;
        this.removals = removals;
        this.instances = instances;
    }

    /** 202 with the run, the same one for a repeat. */
    @DELETE
    @APIResponseSchema(value = RemovalView.class, responseCode = "202")
    public Uni<Response> remove(@RestPath String id) {
        var who = caller.get();
        return pool.withTransaction(tx -> instances
                        .get(Tx.of(tx), id)
                        .invoke(instance -> who.require(Role.ADMIN, instance.organization(), "instance " + id))
                        .chain(instance -> removals.instance(tx, who.username(), instance)))
                .map(RemovalView::accepted);
    }
}
