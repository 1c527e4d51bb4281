package hero.deployer.onboarding;

import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.ProblemException;
import hero.deployer.identity.CurrentCaller;

/** Single steps on an instance; each starts a run of its own. */
@Path("/api/v1/instances/{id}")
@Produces(MediaType.APPLICATION_JSON)
class InstanceStepsResource {
    /**
     * May be left out altogether.
     *
     * @param node the node's id, or null for the setup's choice
     */
    record Provision(@Nullable String node) {}

    private final CurrentCaller current;
    private final OnboardingService service;
    private final ObjectMapper mapper;

    InstanceStepsResource(CurrentCaller current, OnboardingService service, ObjectMapper mapper) {
        this.current = current;
        this.service = service;
        this.mapper = mapper;
    }

    @POST
    @Path("/provision")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Provision.class)))
    @APIResponseSchema(value = OnboardingView.class, responseCode = "201")
    public Uni<Response> provision(
            @PathParam("id") String id, @HeaderParam("Idempotency-Key") @Nullable String key, @Nullable String body) {
        return service.provision(current.get(), id, node(body), key);
    }

    @POST
    @Path("/install")
    @APIResponseSchema(value = OnboardingView.class, responseCode = "201")
    public Uni<Response> install(@PathParam("id") String id, @HeaderParam("Idempotency-Key") @Nullable String key) {
        return service.install(current.get(), id, key);
    }

    private @Nullable String node(@Nullable String body) {
        if (body == null || body.isBlank()) {
            return null;
        }
        try {
            var form = mapper.readValue(body, Provision.class);
            if (form == null) {
                throw ProblemException.badField("body", "must be empty or {\"node\": …}");
            }
            return form.node();
        } catch (UnrecognizedPropertyException unknown) {
            throw ProblemException.badField(unknown.getPropertyName(), "is not known here");
        } catch (JsonProcessingException wrong) {
            throw ProblemException.badField("body", "must be empty or {\"node\": …}");
        }
    }
}
