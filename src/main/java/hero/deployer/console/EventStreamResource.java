package hero.deployer.console;

import java.util.Map;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import io.vertx.mutiny.sqlclient.Pool;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.Problem;
import hero.deployer.base.ProblemException;
import hero.deployer.base.Tx;
import hero.deployer.identity.Caller;
import hero.deployer.identity.CurrentCaller;
import hero.deployer.organization.Organizations;

/** {@code GET /events}: the one live stream, as Server-Sent Events. */
@Path("/api/v1/events")
@Tag(name = "Events")
class EventStreamResource {
    private final CurrentCaller caller;
    private final Organizations organizations;
    private final StreamRuns runs;
    private final EventStreams streams;
    private final RoutingContext http;
    private final Pool pool;

    EventStreamResource(
            CurrentCaller caller,
            Organizations organizations,
            StreamRuns runs,
            EventStreams streams,
            RoutingContext http,
            Pool pool) {
        this.caller = caller;
        this.organizations = organizations;
        this.runs = runs;
        this.streams = streams;
        this.http = http;
        this.pool = pool;
    }

    @Operation(
            summary = "Follow the event stream",
            description = "Server-Sent Events. The first is hello with the head of the log; each event has an id, a "
                    + "type and JSON data, the whole present state of its subject. With Last-Event-ID or after "
                    + "everything since is sent; where the log no longer reaches back one reset event says so. A "
                    + "comment beats every 15 seconds.")
    @GET
    @APIResponse(
            responseCode = "200",
            description = "Server-Sent Events; the data of each is JSON",
            content = @Content(mediaType = MediaType.SERVER_SENT_EVENTS, schema = @Schema(type = SchemaType.STRING)))
    public Uni<Response> events(
            @RestQuery @Nullable String organization,
            @RestQuery @Nullable String onboarding,
            @RestQuery @Nullable String refresh,
            @RestQuery @Nullable String removal,
            @RestQuery @Nullable String after,
            @HeaderParam("Last-Event-ID") @Nullable String lastEventId) {
        var who = caller.get();
        var credential = caller.credential();
        var query = StreamQuery.of(organization, onboarding, refresh, removal, after, lastEventId);
        return visible(who, organization)
                .chain(() -> runs.requireVisible(who, query))
                .chain(() -> {
                    if (http.request().method().equals(HttpMethod.HEAD)) {
                        // who asks for the head alone would never see the end
                        return Uni.createFrom()
                                .item(Response.ok().type("text/event-stream").build());
                    }
                    streams.requirePlaceFor(who);
                    if (streams.isFull()) {
                        return Uni.createFrom().item(full());
                    }
                    return streams.serve(http, who, credential, query)
                            .onItem()
                            .transform(ended -> Response.ok().build());
                });
    }

    private Uni<Void> visible(Caller who, @Nullable String organization) {
        if (organization == null) {
            return Uni.createFrom().voidItem();
        }
        if (!who.maySee(organization)) {
            throw ProblemException.notFound("such organization");
        }
        return organizations.get(Tx.of(pool), organization).replaceWithVoid();
    }

    private static Response full() {
        var problem = new Problem(
                "/problems/too-many-streams",
                "Too many streams",
                503,
                "This replica serves as many event streams as it can. Come back in a few seconds.",
                null,
                Map.of());
        return Response.status(503)
                .header("Retry-After", "5")
                .type("application/problem+json")
                .entity(problem)
                .build();
    }
}
