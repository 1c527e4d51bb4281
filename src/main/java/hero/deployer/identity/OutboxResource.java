package hero.deployer.identity;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

import hero.deployer.audit.AuditEntry;
import hero.deployer.audit.AuditLog;
import hero.deployer.base.Page;
import hero.deployer.base.ProblemException;
import hero.deployer.base.Tx;
import hero.deployer.mail.Outbox;
import hero.deployer.mail.Outbox.Entry;

/** What was mailed and what waits. It stands here because the mail's own room knows neither callers nor audit. */
@Path("/api/v1/outbox")
@Tag(name = "Mail")
class OutboxResource {
    private final Outbox outbox;
    private final AuditLog audit;
    private final CurrentCaller caller;
    private final Pool pool;

    OutboxResource(Outbox outbox, AuditLog audit, CurrentCaller caller, Pool pool) {
        this.outbox = outbox;
        this.audit = audit;
        this.caller = caller;
        this.pool = pool;
    }

    @Operation(summary = "List mail", description = "What was sent or waits to be, the newest first.")
    @GET
    public Uni<Page<Entry>> list(
            @QueryParam("organization") @Nullable String organization,
            @QueryParam("state") @Nullable @Pattern(regexp = "queued|sent|unknown|failed") String state,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(500) int limit) {
        return outbox.list(Tx.of(pool), scopes(caller.get(), organization), state, cursor, limit);
    }

    /** Null for all. */
    private static @Nullable List<String> scopes(Caller me, @Nullable String organization) {
        if (organization != null) {
            me.require(Role.VIEWER, organization);
            return List.of(organization);
        }
        if (me.may(Role.VIEWER, "")) {
            return null;
        }
        return Stream.concat(Stream.of(""), me.grants().stream().map(Grant::scope))
                .toList();
    }

    /** Sends again, by hand, what may have left already or what was given up. */
    @Operation(summary = "Send a mail again", description = "For one that failed, or whose outcome is unknown.")
    @POST
    @Path("/{id}/resend")
    public Uni<Entry> resend(@PathParam("id") String id) {
        var me = caller.get();
        return pool.withTransaction(connection -> {
            var tx = Tx.of(connection);
            return outbox.find(tx, id)
                    .map(found -> found.orElseThrow(() -> ProblemException.notFound("such mail")))
                    .invoke(mail -> check(me, mail))
                    .chain(mail -> outbox.resend(tx, id)
                            .call(queued -> queued
                                    ? audit.append(tx, entry(me, mail))
                                    : Uni.createFrom().voidItem()))
                    .chain(() -> outbox.find(tx, id))
                    .map(found -> found.orElseThrow());
        });
    }

    private static void check(Caller me, Entry mail) {
        var organization = mail.organization();
        if (organization != null && !me.maySee(organization)) {
            throw ProblemException.notFound("such mail");
        }
        me.require(Role.OPERATOR, organization == null ? "" : organization);
        if (mail.state().equals("sent")) {
            throw ProblemException.conflict("wrong-state", "Wrong state", "This mail was sent already.");
        }
    }

    private static AuditEntry entry(Caller me, Entry mail) {
        var scope = mail.organization() == null ? "" : mail.organization();
        return new AuditEntry(me.username(), "mail.resend", scope, mail.id(), Map.of("before", mail.state()));
    }
}
