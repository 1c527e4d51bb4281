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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

import hero.deployer.identity.Caller;
import hero.deployer.identity.CurrentCaller;
import hero.deployer.identity.Role;

/** {@code POST /organizations/{org}/members}: many people at once, as JSON or CSV. 201 when some were begun, else 200. */
@Path("/api/v1/organizations/{org}/members")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Onboardings")
class MembersResource {
    private final CurrentCaller current;
    private final Members members;

    MembersResource(CurrentCaller current, Members members) {
        this.current = current;
        this.members = members;
    }

    @Operation(
            summary = "Add many members",
            description = "Each row is begun or refused by itself; too little room for all refuses all. As JSON, or "
                    + "as a table of text/csv with a header line (username, name, email, node).")
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @APIResponseSchema(value = MembersView.class, responseCode = "201")
    @APIResponse(
            responseCode = "200",
            description = "Nobody was begun: each item says why",
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
    @Operation(summary = "Add many members by a table", description = "The same from text/csv.")
    @POST
    @Consumes("text/csv")
    @APIResponseSchema(value = MembersView.class, responseCode = "201")
    @APIResponse(
            responseCode = "200",
            description = "Nobody was begun: each item says why",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = MembersView.class)))
    public Uni<Response> addTable(
            @PathParam("org") String org,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @Parameter(hidden = true) @QueryParam("dryRun") @DefaultValue("false") boolean dryRun,
            @QueryParam("stopAfter") @Nullable String stopAfter,
            @NotNull String table) {
        var caller = operator(org);
        return members.readTable(table)
                .chain(entries -> members.add(
                        caller, org, new Members.Many(entries, dryRun, stopAfter), key, stopAfter + "\n" + table));
    }

    /** What is wrong with which row, and how many would fit; the older flag {@code dryRun} asks the same. */
    @Operation(
            summary = "Check many members",
            description = "What is wrong with each row and how many fit; nobody is begun. As JSON, or as text/csv.")
    @POST
    @Path("/dry-run")
    @Consumes(MediaType.APPLICATION_JSON)
    @APIResponseSchema(value = MembersView.class, responseCode = "200")
    public Uni<Response> dryRun(@PathParam("org") String org, @NotNull @Valid AddMembers command) {
        var given = Objects.requireNonNull(command);
        return members.add(operator(org), org, new Members.Many(given.entries(), true, given.stopAfter()), null, given);
    }

    /** The same from a table. */
    @Operation(summary = "Check many members of a table", description = "The same from text/csv.")
    @POST
    @Path("/dry-run")
    @Consumes("text/csv")
    @APIResponseSchema(value = MembersView.class, responseCode = "200")
    public Uni<Response> dryRunTable(
            @PathParam("org") String org, @QueryParam("stopAfter") @Nullable String stopAfter, @NotNull String table) {
        var caller = operator(org);
        return members.readTable(table)
                .chain(entries -> members.add(caller, org, new Members.Many(entries, true, stopAfter), null, table));
    }

    private Caller operator(String org) {
        var caller = current.get();
        caller.require(Role.OPERATOR, org);
        return caller;
    }
}
