package hero.deployer.onboarding;

import jakarta.validation.Valid;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;

import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

import hero.deployer.identity.CurrentCaller;

/** One onboarding and its verbs. */
@Path("/api/v1/onboardings/{id}")
@Tag(name = "Onboardings")
class OnboardingResource {
    private final CurrentCaller current;
    private final OnboardingService service;

    OnboardingResource(CurrentCaller current, OnboardingService service) {
        this.current = current;
        this.service = service;
    }

    @Operation(summary = "Read an onboarding", description = "All its stages, and what the run waits for.")
    @GET
    public Uni<OnboardingView> get(@PathParam("id") String id) {
        return service.get(current.get(), id);
    }

    /**
     * Resumes at the failed stage, with the organization's present build, or with a given one on this instance alone. To make another build
     * the organization's, refresh the organization to it: failed instances take part.
     */
    @Operation(
            summary = "Retry an onboarding",
            description =
                    "Goes on at the stage that failed, with the organization's present build or a given one on this "
                            + "instance alone; earlier stages are not repeated. To make another build the organization's, "
                            + "refresh the organization to it: failed instances take part.")
    @POST
    @Path("/retry")
    public Uni<OnboardingView> retry(@PathParam("id") String id, @Valid @Nullable AskedBuild command) {
        return service.retry(current.get(), id, command == null ? null : command.build());
    }

    @Operation(summary = "Cancel an onboarding", description = "Undoes what the run made, its contract too.")
    @POST
    @Path("/cancel")
    public Uni<OnboardingView> cancel(@PathParam("id") String id) {
        return service.cancel(current.get(), id);
    }
}
