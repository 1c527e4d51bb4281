package hero.deployer.release;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.Idempotency;
import hero.deployer.base.Page;
import hero.deployer.identity.CurrentCaller;
import hero.deployer.identity.Role;

/** Channels, and where they point. */
@Path("/api/v1/channels")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Releases")
class ChannelResource {
    private final CurrentCaller caller;
    private final ReleaseStore store;
    private final ReleaseService service;
    private final Idempotency idempotency;

    ChannelResource(CurrentCaller caller, ReleaseStore store, ReleaseService service, Idempotency idempotency) {
        this.caller = caller;
        this.store = store;
        this.service = service;
        this.idempotency = idempotency;
    }

    @Operation(summary = "List channels", description = "All channels by name, each with its current build.")
    @GET
    public Uni<Page<ChannelView>> list(
            @RestQuery @Nullable String cursor, @RestQuery @DefaultValue("100") @Min(1) @Max(500) int limit) {
        Readers.require(caller.get());
        return Panache.withSession(() -> Panache.getSession().chain(session -> store.channels(session, cursor, limit)));
    }

    @Operation(
            summary = "Make a channel",
            description = "A channel begins without a build; the first one published on it becomes its current one.")
    @POST
    @APIResponseSchema(value = ChannelView.class, responseCode = "201")
    public Uni<Response> create(
            @HeaderParam("Idempotency-Key") @Nullable String key, @NotNull @Valid CreateChannel channel) {
        var by = caller.get();
        by.require(Role.ADMIN, "");
        return idempotency.inSession(
                new Idempotency.Request(by.username(), "POST /api/v1/channels", key, channel),
                session -> service.createChannel(session, by.username(), channel.name())
                        .map(made -> Idempotency.Answer.of(201, made)));
    }

    @Operation(
            summary = "Move a channel to a build",
            description = "Makes one of the builds on the channel its current one, forward or back. Instances change "
                    + "only by a refresh.")
    @PUT
    @Path("{channel}/current")
    public Uni<ChannelView> point(@RestPath String channel, @NotNull @Valid MoveCurrent to) {
        var by = caller.get();
        by.require(Role.ADMIN, "");
        return Panache.withTransaction(() -> Panache.getSession()
                .chain(session -> service.moveCurrent(session, by.username(), channel, to.version())));
    }
}
