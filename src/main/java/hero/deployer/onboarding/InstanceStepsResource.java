package hero.deployer.onboarding;

import jakarta.validation.Valid;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.JsonBody;
import hero.deployer.identity.CurrentCaller;

/** Single steps on an instance; each starts a run of its own. */
@Path("/api/v1/instances/{id}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Instances")
class InstanceStepsResource {
    /**
     * May be left out altogether.
     *
     * @param node the node's id, or null for the setup's choice
     */
    @JsonBody.Optional
    record Provision(@Nullable String node) {}

    private final CurrentCaller current;
    private final OnboardingService service;

    InstanceStepsResource(CurrentCaller current, OnboardingService service) {
        this.current = current;
        this.service = service;
    }

    @Operation(
            summary = "Provision the machine of an instance",
            description = "Starts a run of the provisioning stage: makes the machine, or makes it anew when it is "
                    + "gone. The form may be left out.")
    @POST
    @Path("/provision")
    @APIResponseSchema(value = OnboardingView.class, responseCode = "201")
    public Uni<Response> provision(
            @PathParam("id") String id,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @Valid @Nullable Provision command) {
        return service.provision(current.get(), id, command == null ? null : command.node(), key);
    }

    /** Installs the organization's present build (again), or a given one on this instance alone. */
    @Operation(
            summary = "Install the build on an instance",
            description =
                    "Starts a run of the installing stage alone, with the organization's present build, or with a "
                            + "given one on this instance alone. The form may be left out.")
    @POST
    @Path("/install")
    @APIResponseSchema(value = OnboardingView.class, responseCode = "201")
    public Uni<Response> install(
            @PathParam("id") String id,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @Valid @Nullable AskedBuild command) {
        return service.install(current.get(), id, command == null ? null : command.build(), key);
    }
}
