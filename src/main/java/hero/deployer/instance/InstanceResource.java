package hero.deployer.instance;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseHeader;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.Page;
import hero.deployer.base.ProblemException;
import hero.deployer.events.EventLog;
import hero.deployer.identity.CurrentCaller;

/** One instance over HTTP. Every class of a route has the very same path: another one's methods are not looked for in a shorter one. */
@Path("/api/v1/instances/{id}")
@Tag(name = "Instances")
class InstanceResource {
    private static final String TEXT = MediaType.TEXT_PLAIN + ";charset=UTF-8";
    private static final int MAX_LIMIT = 500;

    private final InstanceService service;
    private final EventLog events;
    private final CurrentCaller caller;

    InstanceResource(InstanceService service, EventLog events, CurrentCaller caller) {
        this.service = service;
        this.events = events;
        this.caller = caller;
    }

    @Operation(summary = "Read an instance", description = "Desired and observed state of one instance.")
    @GET
    public Uni<InstanceView> get(@PathParam("id") String id) {
        return service.get(caller.get(), id);
    }

    @Operation(
            summary = "Change an instance",
            description = "Pins the instance to its build, so that refreshes pass it by, or unpins it. What is left "
                    + "out stays.")
    @PATCH
    public Uni<InstanceView> change(@PathParam("id") String id, @NotNull @Valid ChangeInstance change) {
        var by = caller.get();
        return change.said() ? service.pin(by, id, change.getPinned()) : service.get(by, id);
    }

    @Operation(summary = "Read what happened to an instance", description = "The newest first.")
    @GET
    @Path("/events")
    public Uni<Page<InstanceEventView>> events(
            @PathParam("id") String id,
            @QueryParam("type") @Nullable String type,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("100") int limit) {
        if (type != null && !type.matches("[a-z.-]{1,40}")) {
            throw ProblemException.badField("type", "is no type of event, such as instance.health");
        }
        if (limit < 1 || limit > MAX_LIMIT) {
            throw ProblemException.badField("limit", "must be from 1 to " + MAX_LIMIT);
        }
        var by = caller.get();
        return service.get(by, id)
                .flatMap(seen -> events.read(
                        new EventLog.Filter(seen.organization(), null, id, type), by::maySee, cursor, limit))
                .map(page -> new Page<>(
                        page.items().stream().map(InstanceEventView::of).toList(), page.next()));
    }

    @Operation(
            summary = "Read the end of an instance's log",
            description = "The last 64 KiB of what its stack and its installation wrote, as plain text.")
    @GET
    @Path("/log")
    @Produces({TEXT, MediaType.APPLICATION_JSON})
    @ResponseHeader(name = "X-Content-Type-Options", value = "nosniff")
    @APIResponse(
            responseCode = "200",
            description = "The end of the stack's and the install's output; as JSON for who takes no text",
            content = {
                @Content(mediaType = MediaType.TEXT_PLAIN, schema = @Schema(implementation = String.class)),
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = LogView.class))
            })
    public Uni<Response> log(@PathParam("id") String id, @Context HttpHeaders headers) {
        boolean text = headers.getAcceptableMediaTypes().stream().anyMatch(MediaType.TEXT_PLAIN_TYPE::isCompatible);
        return service.log(caller.get(), id)
                .map(log -> text
                        ? Response.ok(log, TEXT).build()
                        : Response.ok(new LogView(log), MediaType.APPLICATION_JSON)
                                .build());
    }

    /** An instance's output as JSON. */
    record LogView(String log) {}
}
