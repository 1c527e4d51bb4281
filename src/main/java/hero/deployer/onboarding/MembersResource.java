package hero.deployer.onboarding;

import java.util.Objects;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jspecify.annotations.Nullable;

import hero.deployer.identity.Caller;
import hero.deployer.identity.CurrentCaller;
import hero.deployer.identity.Role;

/** {@code POST /organizations/{org}/members}: many people at once, as JSON or CSV. 201 when some were begun, else 200. */
@Path("/api/v1/organizations/{org}/members")
@Produces(MediaType.APPLICATION_JSON)
class MembersResource {
    private final CurrentCaller current;
    private final Members members;

    MembersResource(CurrentCaller current, Members members) {
        this.current = current;
        this.members = members;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @APIResponseSchema(value = MembersView.class, responseCode = "201")
    @APIResponse(
            responseCode = "200",
            description = "What it would do, or that nobody was begun",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = MembersView.class)))
    public Uni<Response> add(
            @PathParam("org") String org,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @NotNull @Valid AddMembers command) {
        var given = Objects.requireNonNull(command);
        return members.add(
                operator(org),
                org,
                new Members.Many(given.entries(), given.rehearses(), given.stopAfter()),
                key,
                given);
    }

    /** The same from a table: a header with {@code username} and, if any, {@code name}, {@code email}, {@code node}, separated by commas. */
    @POST
    @Consumes("text/csv")
    @APIResponseSchema(value = MembersView.class, responseCode = "201")
    @APIResponse(
            responseCode = "200",
            description = "What it would do, or that nobody was begun",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = MembersView.class)))
    public Uni<Response> addTable(
            @PathParam("org") String org,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @QueryParam("dryRun") @DefaultValue("false") boolean dryRun,
            @QueryParam("stopAfter") @Nullable String stopAfter,
            @NotNull String table) {
        var caller = operator(org);
        return members.readTable(table)
                .chain(entries -> members.add(
                        caller, org, new Members.Many(entries, dryRun, stopAfter), key, stopAfter + "\n" + table));
    }

    private Caller operator(String org) {
        var caller = current.get();
        caller.require(Role.OPERATOR, org);
        return caller;
    }
}
