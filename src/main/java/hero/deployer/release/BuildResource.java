package hero.deployer.release;

import java.util.Locale;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.Page;
import hero.deployer.base.ProblemException;
import hero.deployer.identity.CurrentCaller;
import hero.deployer.identity.Role;

/** A channel's builds. */
@Path("/api/v1/channels/{channel}/builds")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Releases")
class BuildResource {
    private final CurrentCaller caller;
    private final ReleaseStore store;
    private final Publisher publisher;

    BuildResource(CurrentCaller caller, ReleaseStore store, Publisher publisher) {
        this.caller = caller;
        this.store = store;
        this.publisher = publisher;
    }

    @Operation(summary = "List the builds of a channel", description = "The newest first.")
    @GET
    public Uni<Page<BuildView>> list(
            @RestPath String channel,
            @RestQuery @Nullable String cursor,
            @RestQuery @DefaultValue("100") @Min(1) @Max(500) int limit) {
        Readers.require(caller.get());
        return Panache.withSession(() -> Panache.getSession()
                .chain(session -> store.channel(session, channel)
                        .chain(found -> after(session, cursor))
                        .chain(after -> store.builds(session, channel, after, limit))));
    }

    private Uni<@Nullable BuildEntity> after(Session session, @Nullable String cursor) {
        return cursor == null
                ? Uni.createFrom().nullItem()
                : store.build(session, cursor)
                        .onItem()
                        .ifNull()
                        .failWith(() -> ProblemException.badField("cursor", "is not one of ours"));
    }

    @Operation(
            summary = "Publish a build",
            description = "Either a form that says where the artifact is, which is fetched once, or the .tar.gz "
                    + "itself as application/gzip with version in the address. A known version with the same hash "
                    + "joins the channel and answers the same; other bytes under a known version are refused.")
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @APIResponseSchema(value = BuildView.class, responseCode = "201")
    @APIResponse(
            responseCode = "200",
            description = "This build is on this channel already: nothing changed",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = BuildView.class)))
    public Uni<Response> fetch(
            @RestPath String channel,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @NotNull @Valid PublishFrom what) {
        return publisher.fromAddress(publishingAs(key), channel, what);
    }

    /** The body is the artifact; it goes to the disk as it comes. */
    @POST
    @Consumes("application/gzip")
    @APIResponseSchema(value = BuildView.class, responseCode = "201")
    @APIResponse(
            responseCode = "200",
            description = "This build is on this channel already: nothing changed",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = BuildView.class)))
    public Uni<Response> upload(
            @RestPath String channel,
            @RestQuery @NotNull @Pattern(regexp = NewBuild.VERSION, message = NewBuild.VERSION_MESSAGE) String version,
            @RestQuery @Nullable @Pattern(regexp = NewBuild.SHA256, message = NewBuild.SHA256_MESSAGE) String sha256,
            @RestQuery @Nullable @Size(max = NewBuild.MAX_NOTES) String notes,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @Context HttpServerRequest request) {
        var body = DeferredStream.of(request);
        var by = publishingAs(key);
        var sha = sha256 == null ? null : sha256.toLowerCase(Locale.ROOT);
        var build = new NewBuild(channel, version, sha, notes == null ? "" : notes, "upload");
        if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            request.response().writeContinue();
        }
        return publisher.fromBody(by, build, body);
    }

    private Publisher.By publishingAs(@Nullable String key) {
        var by = caller.get();
        by.require(Role.ADMIN, "");
        return new Publisher.By(by.username(), key);
    }
}
