package hero.deployer.setup;

import java.util.List;
import java.util.function.Function;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.Idempotency;
import hero.deployer.base.Page;
import hero.deployer.base.ProblemException;
import hero.deployer.base.Tx;
import hero.deployer.identity.CurrentCaller;
import hero.deployer.identity.Role;

/** Setups and their versions. */
@Path("/api/v1/setups")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Setups")
class SetupResource {
    private final CurrentCaller caller;
    private final SetupStore store;
    private final SetupService service;
    private final Idempotency idempotency;

    SetupResource(CurrentCaller caller, SetupStore store, SetupService service, Idempotency idempotency) {
        this.caller = caller;
        this.store = store;
        this.service = service;
        this.idempotency = idempotency;
    }

    /** The newest version of each. */
    @Operation(summary = "List setups", description = "The newest version of each, by name.")
    @GET
    public Uni<Page<SetupView>> list(
            @RestQuery @Nullable String cursor, @RestQuery @DefaultValue("100") @Min(1) @Max(500) int limit) {
        boolean whole = mayReadEnvironments();
        return Panache.withSession(
                        () -> Panache.getSession().chain(session -> store.newest(session, cursor, limit + 1)))
                .map(rows -> page(rows, limit, whole, row -> row.setup));
    }

    @Operation(summary = "Make a setup", description = "Its first version.")
    @POST
    @APIResponseSchema(value = SetupView.class, responseCode = "201")
    public Uni<Response> create(
            @HeaderParam("Idempotency-Key") @Nullable String key, @NotNull @Valid CreateSetup setup) {
        String actor = requireAdmin();
        return idempotency.inSession(
                new Idempotency.Request(actor, "POST /api/v1/setups", key, setup),
                session -> made(service.create(Tx.of(session), actor, setup.name(), setup.form())));
    }

    /** The newest first. */
    @Operation(summary = "List the versions of a setup", description = "The newest first.")
    @GET
    @Path("{setup}/versions")
    public Uni<Page<SetupView>> versions(
            @RestPath String setup,
            @RestQuery @Nullable String cursor,
            @RestQuery @DefaultValue("100") @Min(1) @Max(500) int limit) {
        boolean whole = mayReadEnvironments();
        int before = cursor == null ? Integer.MAX_VALUE : number(cursor);
        return Panache.withSession(
                        () -> Panache.getSession().chain(session -> store.versions(session, setup, before, limit + 1)))
                .map(rows -> page(rows, limit, whole, row -> String.valueOf(row.version)));
    }

    @Operation(
            summary = "Add a version to a setup",
            description = "A version never changes; organizations move to it when they are told to.")
    @POST
    @Path("{setup}/versions")
    @APIResponseSchema(value = SetupView.class, responseCode = "201")
    public Uni<Response> addVersion(
            @RestPath String setup,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @NotNull @Valid AddVersion version) {
        String actor = requireAdmin();
        return idempotency.inSession(
                new Idempotency.Request(actor, "POST /api/v1/setups/" + setup + "/versions", key, version),
                session -> made(service.addVersion(Tx.of(session), actor, setup, version.form())));
    }

    private static Uni<Idempotency.Answer> made(Uni<SetupView> setup) {
        return setup.map(view -> Idempotency.Answer.of(201, view));
    }

    private static Page<SetupView> page(
            List<SetupEntity> rows, int limit, boolean whole, Function<SetupEntity, String> cursor) {
        var items = rows.stream()
                .limit(limit)
                .map(Setups::read)
                .map(SetupView::of)
                .map(view -> whole ? view : view.withoutEnvironment())
                .toList();
        return new Page<>(items, rows.size() > limit ? cursor.apply(rows.get(limit - 1)) : null);
    }

    private static int number(String cursor) {
        try {
            return Integer.parseInt(cursor);
        } catch (NumberFormatException notOurs) {
            throw ProblemException.badField("cursor", "is not one of ours");
        }
    }

    /**
     * Everyone who has a role anywhere reads setups, for every organization stands on one; but what an environment holds, only who sees
     * everything: it may be a secret of another organization's instances.
     */
    private boolean mayReadEnvironments() {
        if (caller.get().grants().isEmpty()) {
            throw ProblemException.forbidden("This needs the role viewer.");
        }
        return caller.get().may(Role.VIEWER, "");
    }

    private String requireAdmin() {
        var by = caller.get();
        by.require(Role.ADMIN, "");
        return by.username();
    }
}
