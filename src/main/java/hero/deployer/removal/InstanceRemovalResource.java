package hero.deployer.removal;

import java.util.List;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

import hero.deployer.base.Tx;
import hero.deployer.identity.CurrentCaller;
import hero.deployer.identity.Role;
import hero.deployer.instance.InstanceRow;
import hero.deployer.instance.Instances;

/** Takes one instance away. */
@Path("/api/v1/instances/{id}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Instances")
class InstanceRemovalResource {
    private final Pool pool;
    private final CurrentCaller caller;
    private final Removals removals;
    private final MemberRemovals members;
    private final Instances instances;

    InstanceRemovalResource(
            Pool pool, CurrentCaller caller, Removals removals, MemberRemovals members, Instances instances) {
        this.pool = pool;
        this.caller = caller;
        this.removals = removals;
        this.members = members;
        this.instances = instances;
    }

    /** 202 with the run, the same one for a repeat; the older flag {@code dryRun} answers as {@link #dryRun} does, 200. */
    @Operation(
            summary = "Remove an instance",
            description = "Takes the machine, the contract and the person's login there away, as a durable run; a "
                    + "repeat answers the same run.")
    @DELETE
    @APIResponseSchema(value = RemovalView.class, responseCode = "202")
    public Uni<Response> remove(
            @RestPath String id,
            @Parameter(hidden = true) @QueryParam("dryRun") @DefaultValue("false") boolean dryRun) {
        if (dryRun) {
            return dryRun(id).map(would -> Response.ok(would).build());
        }
        var who = caller.get();
        return pool.withTransaction(tx -> instances
                .get(Tx.of(tx), id)
                .invoke(instance -> who.require(Role.ADMIN, instance.organization(), "instance " + id))
                .chain(instance -> removals.instance(tx, who.username(), instance))
                .map(RemovalView::accepted));
    }

    /** What a removal would do. */
    @Operation(
            summary = "Say what removing an instance would do",
            description = "Which machine, slots and login would go; nothing is begun.")
    @POST
    @Path("/removal/dry-run")
    public Uni<MemberRemovals.View> dryRun(@RestPath String id) {
        var who = caller.get();
        return pool.withTransaction(tx -> instances
                .get(Tx.of(tx), id)
                .invoke(instance -> who.require(Role.ADMIN, instance.organization(), "instance " + id))
                .chain(instance -> foretell(tx, who.username(), instance)));
    }

    private Uni<MemberRemovals.View> foretell(SqlConnection tx, String actor, InstanceRow instance) {
        var rehearsal = new RemoveMembers(null, List.of(instance.id()), true, null);
        return members.remove(tx, actor, instance.organization(), rehearsal)
                .map(items -> new MemberRemovals.View(true, items, null));
    }
}
