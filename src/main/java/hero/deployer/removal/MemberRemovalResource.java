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
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.Idempotency;
import hero.deployer.identity.CurrentCaller;
import hero.deployer.identity.Role;

/** {@code POST /organizations/{org}/members/removals}: many at once. */
@Path("/api/v1/organizations/{org}/members/removals")
@Produces(MediaType.APPLICATION_JSON)
class MemberRemovalResource {
    private final CurrentCaller caller;
    private final Idempotency idempotency;
    private final MemberRemovals removals;

    MemberRemovalResource(CurrentCaller caller, Idempotency idempotency, MemberRemovals removals) {
        this.caller = caller;
        this.idempotency = idempotency;
        this.removals = removals;
    }

    /** 202 with an item per name; 200 for a dry run. */
    @POST
    @APIResponseSchema(value = MemberRemovals.View.class, responseCode = "202")
    @APIResponse(
            responseCode = "200",
            description = "What it would do",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = MemberRemovals.View.class)))
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
