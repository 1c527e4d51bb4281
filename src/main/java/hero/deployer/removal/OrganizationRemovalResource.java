package hero.deployer.removal;

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
import hero.deployer.instance.Instances;
import hero.deployer.organization.Organizations;

/** Takes an organization away with everything in it. */
@Path("/api/v1/organizations/{org}")
@Produces(MediaType.APPLICATION_JSON)
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

    /** 202 with the run, the same one for a repeat; with {@code dryRun} 200 with what it would do. */
    @DELETE
    @APIResponseSchema(value = RemovalView.class, responseCode = "202")
    @APIResponse(
            responseCode = "200",
            description = "What it would do",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Consequences.OrganizationForetold.class)))
    public Uni<Response> remove(@RestPath String org, @QueryParam("dryRun") @DefaultValue("false") boolean dryRun) {
        var who = caller.get();
        who.require(Role.ADMIN, org);
        if (dryRun) {
            return pool.withTransaction(tx -> foretell(tx, org));
        }
        return pool.withTransaction(tx -> removals.organization(tx, who.username(), org))
                .map(RemovalView::accepted);
    }

    private Uni<Response> foretell(SqlConnection tx, String org) {
        return organizations
                .get(Tx.of(tx), org)
                .chain(() -> instances.ofOrganization(Tx.of(tx), org))
                .chain(rows -> consequences.ofAll(tx, org, rows))
                .map(foretold -> Response.ok(foretold).build());
    }
}
