package hero.deployer.removal;

import java.net.URI;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import org.jboss.resteasy.reactive.RestPath;

import hero.deployer.base.ProblemException;
import hero.deployer.base.Tx;
import hero.deployer.identity.CurrentCaller;
import hero.deployer.identity.Role;
import hero.deployer.instance.Instances;
import hero.deployer.organization.Organizations;

/** Taking away, and looking at how far it got. */
@Path("/api/v1")
class RemovalResource {
    private final Pool pool;
    private final CurrentCaller caller;
    private final Removals removals;
    private final RemovalStore store;
    private final Instances instances;
    private final Organizations organizations;

    RemovalResource(
            Pool pool,
            CurrentCaller caller,
            Removals removals,
            RemovalStore store,
            Instances instances,
            Organizations organizations) {
        this.pool = pool;
        this.caller = caller;
        this.removals = removals;
        this.store = store;
        this.instances = instances;
        this.organizations = organizations;
    }

    /** Removes one instance; 202 with the run, the same one for a repeat. */
    @DELETE
    @Path("/instances/{id}")
    public Uni<Response> removeInstance(@RestPath String id) {
        var who = caller.get();
        return pool.withTransaction(tx -> instances
                        .get(Tx.of(tx), id)
                        .invoke(instance -> who.require(Role.ADMIN, instance.organization()))
                        .chain(instance -> removals.instance(tx, who.username(), instance)))
                .map(RemovalResource::accepted);
    }

    /** Removes an organization with everything in it; 202 with the run, the same one for a repeat. */
    @DELETE
    @Path("/organizations/{org}")
    public Uni<Response> removeOrganization(@RestPath String org) {
        var who = caller.get();
        who.require(Role.ADMIN, org);
        return pool.withTransaction(tx -> organizations
                        .get(Tx.of(tx), org)
                        .chain(organization -> removals.organization(tx, who.username(), organization.slug())))
                .map(RemovalResource::accepted);
    }

    /** One removal, also after its end. */
    @GET
    @Path("/removals/{id}")
    public Uni<RemovalView> get(@RestPath String id) {
        var who = caller.get();
        return store.find(pool, id, false)
                .map(found -> found.filter(removal -> who.maySee(removal.organization()))
                        .map(RemovalView::of)
                        .orElseThrow(() -> ProblemException.notFound("such removal")));
    }

    private static Response accepted(Removal removal) {
        return Response.accepted(RemovalView.of(removal))
                .location(URI.create("/api/v1/removals/" + removal.id()))
                .build();
    }
}
