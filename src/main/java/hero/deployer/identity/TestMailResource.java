package hero.deployer.identity;

import java.util.Map;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

import hero.deployer.audit.AuditEntry;
import hero.deployer.audit.AuditLog;
import hero.deployer.base.ProblemException;
import hero.deployer.base.Tx;
import hero.deployer.mail.TestMail;

/** Tries the mail server out. It stands here for the same reason as {@link OutboxResource}. */
@Path("/api/v1/outbox/test")
class TestMailResource {
    private final TestMail mail;
    private final AuditLog audit;
    private final CurrentCaller caller;
    private final Pool pool;

    TestMailResource(TestMail mail, AuditLog audit, CurrentCaller caller, Pool pool) {
        this.mail = mail;
        this.audit = audit;
        this.caller = caller;
        this.pool = pool;
    }

    /** @param to without it the mail goes to the caller's own address */
    record SendTestMail(
            @Schema(
                    description = "Where to send it; without it, to the caller's own address",
                    examples = "ada@example.org")
            @Size(max = 254)
            @Nullable
            String to) {}

    /** Sends one mail at once, past the outbox, and answers what became of it. */
    @POST
    @Operation(
            summary = "Send a test mail",
            description =
                    "For whoever administers the whole deployer. Speaks to the mail server at once and answers within"
                            + " half a minute what it said: outcome is sent, refused, postponed (a real mail would be tried again)"
                            + " or unknown. One in five seconds.")
    @APIResponse(responseCode = "200", description = "What became of it, also where the mail server did not take it")
    public Uni<TestMail.Result> send(@Valid @Nullable SendTestMail form) {
        var me = caller.get();
        me.require(Role.ADMIN, "");
        var given = form == null ? null : form.to();
        var address =
                given == null || given.isBlank() ? own(me) : Uni.createFrom().item(given);
        return address.chain(mail::send)
                .call(result -> audit.append(
                        Tx.of(pool),
                        new AuditEntry(
                                me.username(), "mail.test", "", result.to(), Map.of("outcome", result.outcome()))));
    }

    private Uni<String> own(Caller me) {
        return Tx.of(pool)
                .rows("select email from person where username = $1::text", me.username())
                .map(rows -> rows.isEmpty() ? "" : String.valueOf(rows.getFirst()[0]))
                .invoke(email -> {
                    if (email.isBlank()) {
                        throw ProblemException.badField("to", "is needed, since you have no address of your own");
                    }
                });
    }
}
