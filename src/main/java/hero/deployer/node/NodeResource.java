package hero.deployer.node;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;

import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.Page;
import hero.deployer.base.ProblemException;
import hero.deployer.identity.CurrentCaller;
import hero.deployer.identity.Role;

/** Nodes over HTTP. */
@Path("/api/v1/nodes")
@Tag(name = "Nodes")
class NodeResource {
    private final NodeService nodes;
    private final CurrentCaller caller;

    NodeResource(NodeService nodes, CurrentCaller caller) {
        this.nodes = nodes;
        this.caller = caller;
    }

    /** Everyone who has a role anywhere may see the nodes: whoever onboards chooses among them. */
    @Operation(
            summary = "List nodes",
            description = "Each with its slots and how many more members fit, counted in the setup that is asked for.")
    @GET
    public Uni<Page<NodeView>> list(@QueryParam("setup") @Nullable String setup) {
        if (!caller.get().maySee("")) {
            throw ProblemException.forbidden("This needs the role viewer.");
        }
        return nodes.list(setup).map(Page::all);
    }

    @Operation(
            summary = "Put a node into maintenance or back",
            description = "A node in maintenance keeps its instances and takes nothing new.")
    @PATCH
    @Path("/{id}")
    public Uni<NodeView> edit(@PathParam("id") String id, @Valid @NotNull EditNode change) {
        caller.get().require(Role.ADMIN, "");
        return nodes.edit(caller.get().username(), id, change);
    }
}
