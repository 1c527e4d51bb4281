package hero.deployer.onboarding;

import jakarta.validation.Valid;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;

import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

import hero.deployer.identity.CurrentCaller;

/** One onboarding and its verbs. */
@Path("/api/v1/onboardings/{id}")
class OnboardingResource {
    private final CurrentCaller current;
    private final OnboardingService service;

    OnboardingResource(CurrentCaller current, OnboardingService service) {
        this.current = current;
        this.service = service;
    }

    @GET
    public Uni<OnboardingView> get(@PathParam("id") String id) {
        return service.get(current.get(), id);
    }

    /**
     * Resumes at the failed stage, with the organization's present build, or with a given one on this instance alone. To make another build
     * the organization's, refresh the organization to it: failed instances take part.
     */
    @POST
    @Path("/retry")
    public Uni<OnboardingView> retry(@PathParam("id") String id, @Valid @Nullable AskedBuild command) {
        return service.retry(current.get(), id, command == null ? null : command.build());
    }

    @POST
    @Path("/cancel")
    public Uni<OnboardingView> cancel(@PathParam("id") String id) {
        return service.cancel(current.get(), id);
    }
}
