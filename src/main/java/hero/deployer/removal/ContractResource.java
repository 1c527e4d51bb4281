package hero.deployer.removal;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import jakarta.validation.Valid;
import jakarta.ws.rs.GET;
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
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

import hero.deployer.events.EventLog;
import hero.deployer.identity.CurrentCaller;
import hero.deployer.identity.Role;
import hero.deployer.provider.Contract;

/** What providers hold for us, and giving up what nobody owns. Matters of the whole deployer. */
@Path("/api/v1/contracts")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Contracts")
class ContractResource {
    private final Pool pool;
    private final CurrentCaller caller;
    private final ContractSurvey survey;
    private final OrphanStore store;
    private final OrphanSweep sweep;

    ContractResource(Pool pool, CurrentCaller caller, ContractSurvey survey, OrphanStore store, OrphanSweep sweep) {
        this.pool = pool;
        this.caller = caller;
        this.survey = survey;
        this.store = store;
        this.sweep = sweep;
    }

    /** All contracts, or those that no instance owns ({@code orphaned=true}), or the others. */
    @Operation(
            summary = "List contracts",
            description = "What the providers hold for this deployer; with orphaned=true only what no instance owns.")
    @GET
    public Uni<ContractView.ContractList> list(@RestQuery @Nullable Boolean orphaned) {
        caller.get().require(Role.VIEWER, EventLog.EVERYONE);
        return survey.look(pool).chain(found -> store.all(pool).map(known -> view(found, known, orphaned)));
    }

    /** Those that a sweep would give up. */
    @Operation(summary = "Say what a sweep would give up", description = "Nothing is begun.")
    @POST
    @Path("/sweep/dry-run")
    public Uni<ContractView.ContractList> dryRun(@Valid @Nullable SweepContracts command) {
        return swept(new SweepContracts(true, command == null ? null : command.names()));
    }

    /** Gives up every orphan past its grace: 202 with those that now go, each by a durable task of its own. */
    @Operation(
            summary = "Give up orphaned contracts",
            description = "Gives up every orphaned contract past its grace, or those named. Each goes by a durable "
                    + "task of its own.")
    @POST
    @Path("/sweep")
    @APIResponseSchema(value = ContractView.ContractList.class, responseCode = "202")
    public Uni<Response> sweep(@Valid @Nullable SweepContracts command) {
        var asked = command == null ? new SweepContracts(false, null) : command;
        return swept(asked)
                .map(list -> Response.status(asked.rehearses() ? 200 : 202)
                        .entity(list)
                        .build());
    }

    private Uni<ContractView.ContractList> swept(SweepContracts asked) {
        var who = caller.get();
        who.require(Role.ADMIN, EventLog.EVERYONE);
        return pool.withTransaction(tx -> sweep.ask(tx, who.username(), asked.chosen(), asked.rehearses()))
                .map(orphans -> new ContractView.ContractList(
                        orphans.stream()
                                .map(orphan -> ContractView.of(orphan.contract(), null, orphan.firstSeen()))
                                .toList(),
                        null,
                        List.of()));
    }

    private static ContractView.ContractList view(
            ContractSurvey.Found found, List<Orphan> known, @Nullable Boolean orphaned) {
        Map<Contract, Orphan> earlier =
                known.stream().collect(Collectors.toMap(Orphan::contract, orphan -> orphan, (one, other) -> one));
        var items = found.held().values().stream()
                .flatMap(List::stream)
                .map(contract -> {
                    var before = earlier.get(contract);
                    var owner = found.owners().get(contract.name());
                    return ContractView.of(
                            contract, owner, owner != null || before == null ? null : before.firstSeen());
                })
                .filter(view -> orphaned == null || view.orphaned() == orphaned)
                .sorted(Comparator.comparing(ContractView::provider).thenComparing(ContractView::name))
                .toList();
        return new ContractView.ContractList(items, null, found.away());
    }
}
