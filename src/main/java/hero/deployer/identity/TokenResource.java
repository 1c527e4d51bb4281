package hero.deployer.identity;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
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
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.Idempotency;
import hero.deployer.base.Page;

/** The API tokens of whoever asks. */
@Path("/api/v1/tokens")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Tokens")
class TokenResource {
    private final TokenService tokens;
    private final CurrentCaller caller;
    private final Idempotency idempotency;

    TokenResource(TokenService tokens, CurrentCaller caller, Idempotency idempotency) {
        this.tokens = tokens;
        this.caller = caller;
        this.idempotency = idempotency;
    }

    /** @param owner somebody else, for those who administer everything */
    @Operation(
            summary = "List API tokens",
            description = "The caller's own, or an owner's by one who administers everything; never the secret.")
    @GET
    public Uni<Page<TokenView>> list(
            @QueryParam("owner") @Nullable String owner,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(500) int limit) {
        var me = caller.get();
        if (owner != null && !owner.equals(me.username())) {
            me.require(Role.ADMIN, "");
        }
        return tokens.list(owner == null ? me.username() : owner, cursor, limit);
    }

    @Operation(
            summary = "Make an API token",
            description = "The secret is in this answer alone. A token may do what its owner may do, or less.")
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @APIResponseSchema(value = TokenView.class, responseCode = "201")
    public Uni<Response> create(
            @HeaderParam("Idempotency-Key") @Nullable String key, @Valid @NotNull CreateToken form) {
        var me = caller.get();
        var credential = caller.credential();
        var request = new Idempotency.Request(me.username(), "POST /api/v1/tokens", key, form);
        return idempotency.inSession(
                request,
                session -> tokens.create(session, me, credential, form)
                        .map(made -> new Idempotency.Answer(
                                201, TokenView.withSecret(made.token(), made.secret()), TokenView.of(made.token()))));
    }

    @Operation(summary = "Delete an API token", description = "It ends at once.")
    @DELETE
    @Path("/{id}")
    @APIResponse(responseCode = "204", description = "Ended")
    public Uni<Response> delete(@PathParam("id") String id) {
        return tokens.delete(caller.get(), caller.credential(), id)
                .replaceWith(Response.noContent().build());
    }
}
