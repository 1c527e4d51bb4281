package hero.deployer.onboarding;

import java.util.List;

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
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.Page;
import hero.deployer.base.ProblemException;
import hero.deployer.identity.CurrentCaller;
import hero.deployer.identity.Role;
import hero.deployer.onboarding.Onboardings.StartOnboarding;

/** The onboardings of one organization. */
@Path("/api/v1/organizations/{org}/onboardings")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Onboardings")
class OrganizationOnboardingsResource {
    private static final int MOST = 500;
    private static final List<String> ALL = List.of("running", "cancelling", "failed", "succeeded", "cancelled");

    private final CurrentCaller current;
    private final OnboardingService service;

    OrganizationOnboardingsResource(CurrentCaller current, OnboardingService service) {
        this.current = current;
        this.service = service;
    }

    @Operation(
            summary = "Add and set up a person",
            description = "Registers the person, provisions the machine, installs the stack; refused before anything "
                    + "is made when there is no room. A new account's one-time password is in this answer alone. "
                    + "With stopAfter=adding nothing is provisioned yet.")
    @POST
    @APIResponseSchema(value = OnboardingView.class, responseCode = "201")
    public Uni<Response> start(
            @PathParam("org") String org,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @NotNull @Valid StartOnboarding command) {
        var caller = current.get();
        caller.require(Role.OPERATOR, org);
        return service.start(caller, org, command, key);
    }

    @Operation(summary = "List the onboardings of an organization", description = "The newest first.")
    @GET
    public Uni<Page<OnboardingView>> list(
            @PathParam("org") String org,
            @QueryParam("state")
                    @Parameter(schema = @Schema(enumeration = {"running", "failed", "succeeded", "cancelled"}))
                    @Nullable
                    String state,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("100") int limit) {
        if (limit < 1 || limit > MOST) {
            throw ProblemException.badField("limit", "must be 1 to " + MOST);
        }
        return service.list(current.get(), org, states(state), before(cursor), limit);
    }

    private static List<String> states(@Nullable String state) {
        if (state == null) {
            return ALL;
        }
        if (state.equals("running")) {
            return List.of("running", "cancelling");
        }
        if (state.equals("cancelling") || !ALL.contains(state)) {
            throw ProblemException.badField("state", "must be running, failed, succeeded or cancelled");
        }
        return List.of(state);
    }

    private static long before(@Nullable String cursor) {
        try {
            return cursor == null ? Long.MAX_VALUE : Long.parseLong(cursor);
        } catch (NumberFormatException wrong) {
            throw ProblemException.badField("cursor", "is not one of ours");
        }
    }
}
