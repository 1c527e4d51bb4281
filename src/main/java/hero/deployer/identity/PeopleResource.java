package hero.deployer.identity;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
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

import hero.deployer.base.Idempotency;
import hero.deployer.base.Page;
import hero.deployer.base.Tx;

/** People, and help for those who cannot sign in. */
@Path("/api/v1/people")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "People")
class PeopleResource {
    private final PeopleDirectory directory;
    private final PasswordReissue passwords;
    private final CurrentCaller caller;
    private final CallerCache cache;
    private final Idempotency idempotency;

    PeopleResource(
            PeopleDirectory directory,
            PasswordReissue passwords,
            CurrentCaller caller,
            CallerCache cache,
            Idempotency idempotency) {
        this.directory = directory;
        this.passwords = passwords;
        this.caller = caller;
        this.cache = cache;
        this.idempotency = idempotency;
    }

    @Operation(summary = "List people", description = "Those whose scopes the caller administers.")
    @GET
    public Uni<Page<PersonView>> list(
            @QueryParam("q") @Nullable @Size(max = 100) String search,
            @QueryParam("cursor") @Nullable @Size(max = 100) String cursor,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(500) int limit) {
        return directory.list(caller.get(), search, cursor, limit);
    }

    @Operation(
            summary = "Issue a new one-time password",
            description = "Ends the person's sessions; the new password is in this answer alone.")
    @POST
    @Path("/{username}/one-time-password")
    @APIResponseSchema(value = OneTimePasswordView.class, responseCode = "200")
    public Uni<Response> reissue(
            @PathParam("username") String username, @HeaderParam("Idempotency-Key") @Nullable String key) {
        var me = caller.get();
        var route = "POST /api/v1/people/" + username + "/one-time-password";
        return idempotency
                .inPool(
                        new Idempotency.Request(me.username(), route, key, ""),
                        connection -> passwords
                                .reissue(Tx.of(connection), me, username)
                                .map(made -> new Idempotency.Answer(
                                        200, made, new OneTimePasswordView(username, null, made.expiresAt()))))
                .invoke(cache::forgetAll);
    }
}
