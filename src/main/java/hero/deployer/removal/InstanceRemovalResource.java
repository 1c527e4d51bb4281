package hero.deployer.removal;

import java.util.List;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jboss.resteasy.reactive.RestPath;

import hero.deployer.base.Tx;
import hero.deployer.identity.CurrentCaller;
import hero.deployer.identity.Role;
import hero.deployer.instance.InstanceRow;
import hero.deployer.instance.Instances;

/** Takes one instance away. */
@Path("/api/v1/instances/{id}")
@Produces(MediaType.APPLICATION_JSON)
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

    /** 202 with the run, the same one for a repeat; with {@code dryRun} 200 with what it would do. */
    @DELETE
    @APIResponseSchema(value = RemovalView.class, responseCode = "202")
    @APIResponse(
            responseCode = "200",
            description = "What it would do",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = MemberRemovals.View.class)))
    public Uni<Response> remove(@RestPath String id, @QueryParam("dryRun") @DefaultValue("false") boolean dryRun) {
        var who = caller.get();
        return pool.withTransaction(tx -> instances
                .get(Tx.of(tx), id)
                .invoke(instance -> who.require(Role.ADMIN, instance.organization(), "instance " + id))
                .chain(instance -> dryRun
                        ? foretell(tx, who.username(), instance)
                        : removals.instance(tx, who.username(), instance).map(RemovalView::accepted)));
    }

    private Uni<Response> foretell(SqlConnection tx, String actor, InstanceRow instance) {
        var rehearsal = new RemoveMembers(null, List.of(instance.id()), true, null);
        return members.remove(tx, actor, instance.organization(), rehearsal)
                .map(items ->
                        Response.ok(new MemberRemovals.View(true, items, null)).build());
    }
}
