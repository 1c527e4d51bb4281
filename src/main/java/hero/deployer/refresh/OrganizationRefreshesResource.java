package hero.deployer.refresh;

import java.util.Objects;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.Page;
import hero.deployer.base.ProblemException;
import hero.deployer.identity.CurrentCaller;
import hero.deployer.identity.Role;

/** The refreshes of one organization. */
@Path("/api/v1/organizations/{org}/refreshes")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Refreshes")
class OrganizationRefreshesResource {
    private static final int MOST = 500;

    private final CurrentCaller current;
    private final RefreshStart starts;
    private final RefreshService service;

    OrganizationRefreshesResource(CurrentCaller current, RefreshStart starts, RefreshService service) {
        this.current = current;
        this.starts = starts;
        this.service = service;
    }

    /** Starts one, 201; the older flag {@code dryRun} in the form answers as {@link #dryRun} does, 200. */
    @Operation(
            summary = "Start a refresh",
            description = "Brings every unpinned instance to one build: the canary first, then all others in a "
                    + "sliding window, the admin instance last. One refresh of an organization is open at a time.")
    @POST
    @APIResponseSchema(value = RefreshView.class, responseCode = "201")
    public Uni<Response> start(
            @PathParam("org") String org,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @NotNull @Valid StartRefresh command) {
        var caller = current.get();
        caller.require(Role.OPERATOR, org);
        return starts.start(caller, org, Objects.requireNonNull(command), key);
    }

    /** What a start with this form would do. */
    @Operation(summary = "Plan a refresh", description = "Who would be updated in which wave; nothing is begun.")
    @POST
    @Path("/dry-run")
    public Uni<RehearsalView> dryRun(@PathParam("org") String org, @NotNull @Valid StartRefresh command) {
        current.get().require(Role.OPERATOR, org);
        return starts.dryRun(org, Objects.requireNonNull(command));
    }

    /** The newest first. */
    @Operation(summary = "List the refreshes of an organization", description = "The newest first.")
    @GET
    public Uni<Page<RefreshView>> list(
            @PathParam("org") String org,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("100") int limit) {
        if (limit < 1 || limit > MOST) {
            throw ProblemException.badField("limit", "must be 1 to " + MOST);
        }
        return service.list(current.get(), org, cursor, limit);
    }
}
