package hero.deployer.console;

import java.util.List;
import java.util.Objects;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
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
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.Idempotency;
import hero.deployer.base.Page;
import hero.deployer.base.Tx;
import hero.deployer.events.EventLog;
import hero.deployer.identity.Caller;
import hero.deployer.identity.CurrentCaller;
import hero.deployer.identity.Grant;
import hero.deployer.identity.Role;
import hero.deployer.organization.Organizations;
import hero.deployer.organization.Organizations.Organization;

/** Organizations at a glance, and making them. */
@Path("/api/v1/organizations")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Organizations")
class OrganizationsResource {
    private final Pool pool;
    private final CurrentCaller caller;
    private final Idempotency idempotency;
    private final Organizations organizations;
    private final OrganizationSummaries summaries;
    private final OrganizationCreation creation;

    OrganizationsResource(
            Pool pool,
            CurrentCaller caller,
            Idempotency idempotency,
            Organizations organizations,
            OrganizationSummaries summaries,
            OrganizationCreation creation) {
        this.pool = pool;
        this.caller = caller;
        this.idempotency = idempotency;
        this.organizations = organizations;
        this.summaries = summaries;
        this.creation = creation;
    }

    /** Makes one; 201 with its summary and the onboarding of its admin instance. */
    @Operation(
            summary = "Make an organization",
            description = "Makes the organization and starts the onboarding of its admin instance, whose one-time "
                    + "password is in this answer alone.")
    @POST
    @APIResponseSchema(value = OrganizationSummary.class, responseCode = "201")
    public Uni<Response> create(
            @HeaderParam("Idempotency-Key") @Nullable String key, @NotNull @Valid CreateOrganization command) {
        var who = caller.get();
        who.require(Role.ADMIN, EventLog.EVERYONE);
        var request = new Idempotency.Request(
                who.username(), "POST /api/v1/organizations", key, Objects.requireNonNull(command));
        return idempotency.inPool(
                request,
                tx -> creation.create(tx, who.username(), command)
                        .map(made -> new Idempotency.Answer(201, made, made.withoutSecret())));
    }

    /** Those that the caller may see, by slug. */
    @Operation(
            summary = "List organizations",
            description = "Those that the caller may see, by slug, each with its summary.")
    @GET
    public Uni<Page<OrganizationSummary>> list(
            @RestQuery @Nullable String q, @RestQuery @Nullable String cursor, @RestQuery @Nullable Integer limit) {
        int most = Paging.limit(limit);
        var wanted = q == null || q.isBlank() ? null : q.strip();
        return pool.withConnection(connection -> organizations
                .list(Tx.of(connection), scopes(caller.get()), wanted, cursor, most + 1)
                .chain(found -> page(Tx.of(connection), found, most)));
    }

    @Operation(
            summary = "Read an organization",
            description = "Its summary: how many instances, how many healthy, which builds they run, how much room is "
                    + "left.")
    @GET
    @Path("/{org}")
    public Uni<OrganizationSummary> get(@RestPath String org) {
        caller.get().require(Role.VIEWER, org);
        return pool.withConnection(connection ->
                organizations.get(Tx.of(connection), org).chain(found -> summaries.of(Tx.of(connection), found)));
    }

    private Uni<Page<OrganizationSummary>> page(Tx tx, List<Organization> found, int most) {
        boolean more = found.size() > most;
        var shown = more ? found.subList(0, most) : found;
        return summaries
                .of(tx, shown)
                .map(items -> new Page<>(items, more ? shown.getLast().slug() : null));
    }

    private static @Nullable List<String> scopes(Caller who) {
        return who.may(Role.VIEWER, EventLog.EVERYONE)
                ? null
                : who.grants().stream().map(Grant::scope).distinct().toList();
    }
}
