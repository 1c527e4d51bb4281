package hero.deployer.removal;

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
import hero.deployer.instance.Instances;
import hero.deployer.organization.Organizations;

/** Takes an organization away with everything in it. */
@Path("/api/v1/organizations/{org}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Organizations")
class OrganizationRemovalResource {
    private final Pool pool;
    private final CurrentCaller caller;
    private final Removals removals;
    private final Organizations organizations;
    private final Instances instances;
    private final Consequences consequences;

    OrganizationRemovalResource(
            Pool pool,
            CurrentCaller caller,
            Removals removals,
            Organizations organizations,
            Instances instances,
            Consequences consequences) {
        this.pool = pool;
        this.caller = caller;
        this.removals = removals;
        this.organizations = organizations;
        this.instances = instances;
        this.consequences = consequences;
    }

    /** 202 with the run, the same one for a repeat; the older flag {@code dryRun} answers as {@link #dryRun} does, 200. */
    @Operation(
            summary = "Remove an organization",
            description = "Cancels its open work and takes everything away as a durable run; a repeat answers the "
                    + "same run.")
    @DELETE
    @APIResponseSchema(value = RemovalView.class, responseCode = "202")
    public Uni<Response> remove(
            @RestPath String org,
            @Parameter(hidden = true) @QueryParam("dryRun") @DefaultValue("false") boolean dryRun) {
        var who = caller.get();
        who.require(Role.ADMIN, org);
        if (dryRun) {
            return dryRun(org).map(would -> Response.ok(would).build());
        }
        return pool.withTransaction(tx -> removals.organization(tx, who.username(), org))
                .map(RemovalView::accepted);
    }

    /** What a removal would do. */
    @Operation(
            summary = "Say what removing an organization would do",
            description = "How many machines, slots and logins would go; nothing is begun.")
    @POST
    @Path("/removal/dry-run")
    public Uni<Consequences.OrganizationForetold> dryRun(@RestPath String org) {
        caller.get().require(Role.ADMIN, org);
        return pool.withTransaction(tx -> foretell(tx, org));
    }

    private Uni<Consequences.OrganizationForetold> foretell(SqlConnection tx, String org) {
        return organizations
                .get(Tx.of(tx), org)
                .chain(() -> instances.ofOrganization(Tx.of(tx), org))
                .chain(rows -> consequences.ofAll(tx, org, rows));
    }
}
