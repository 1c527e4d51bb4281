package hero.deployer.removal;

import java.util.Objects;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.Idempotency;
import hero.deployer.identity.CurrentCaller;
import hero.deployer.identity.Role;

/** {@code POST /organizations/{org}/members/removals}: many at once. */
@Path("/api/v1/organizations/{org}/members/removals")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Removals")
class MemberRemovalResource {
    private final Pool pool;
    private final CurrentCaller caller;
    private final Idempotency idempotency;
    private final MemberRemovals removals;

    MemberRemovalResource(Pool pool, CurrentCaller caller, Idempotency idempotency, MemberRemovals removals) {
        this.pool = pool;
        this.caller = caller;
        this.idempotency = idempotency;
        this.removals = removals;
    }

    /** What a removal of these would do. */
    @Operation(
            summary = "Say what removing many members would do",
            description = "What would go with each, and why one may not go; nothing is begun.")
    @POST
    @Path("/dry-run")
    public Uni<MemberRemovals.View> dryRun(@RestPath String org, @Valid @NotNull RemoveMembers command) {
        var who = caller.get();
        who.require(Role.ADMIN, org);
        var asked = Objects.requireNonNull(command).asDryRun();
        return pool.withTransaction(tx -> removals.remove(tx, who.username(), org, asked))
                .map(items -> new MemberRemovals.View(true, items, null));
    }

    /** 202 with an item per name; the older flag {@code dryRun} in the form answers as {@link #dryRun} does, 200. */
    @Operation(summary = "Remove many members", description = "Each that may go goes, each that may not says why.")
    @POST
    @APIResponseSchema(value = MemberRemovals.View.class, responseCode = "202")
    public Uni<Response> remove(
            @RestPath String org,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @Valid @NotNull RemoveMembers command) {
        var who = caller.get();
        who.require(Role.ADMIN, org);
        var names = Objects.requireNonNull(command).names();
        var request = new Idempotency.Request(
                who.username(),
                "POST /organizations/" + org + "/members/removals",
                command.rehearses() ? null : key,
                names + (command.byUsername() ? " people" : " instances") + command.drain());
        return idempotency.inPool(
                request,
                tx -> removals.remove(tx, who.username(), org, command)
                        .map(items -> Idempotency.Answer.of(
                                command.rehearses() ? 200 : 202,
                                new MemberRemovals.View(command.rehearses(), items, null))));
    }
}
