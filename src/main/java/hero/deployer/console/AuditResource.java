package hero.deployer.console;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

import hero.deployer.audit.AuditLog;
import hero.deployer.base.Page;
import hero.deployer.base.ProblemException;
import hero.deployer.identity.CurrentCaller;
import hero.deployer.identity.Role;

/** Who did what, newest first. */
@Path("/api/v1/audit")
@Tag(name = "Audit")
class AuditResource {
    private final CurrentCaller caller;
    private final AuditLog audit;

    AuditResource(CurrentCaller caller, AuditLog audit) {
        this.caller = caller;
        this.audit = audit;
    }

    /** Rows of the scopes that the caller may see; those of the whole deployer are for who may see all of it. */
    @Operation(
            summary = "Read the audit",
            description = "Who did what, the newest first. Only rows of scopes that the caller administers are shown.")
    @GET
    public Uni<Page<AuditView>> list(
            @RestQuery @Nullable String organization,
            @RestQuery @Nullable String actor,
            @RestQuery @Nullable String subject,
            @RestQuery @Nullable String cursor,
            @RestQuery @Nullable Integer limit) {
        var who = caller.get();
        if (organization != null && !who.maySee(organization)) {
            throw ProblemException.notFound("such organization");
        }
        var filter = new AuditLog.Filter(organization, actor, subject, who.may(Role.VIEWER, ""));
        return audit.read(filter, scope -> who.may(Role.VIEWER, scope), cursor, Paging.limit(limit))
                .map(page -> new Page<>(page.items().stream().map(AuditView::of).toList(), page.next()));
    }
}
