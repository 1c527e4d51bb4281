package hero.deployer.refresh;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;

import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import hero.deployer.base.Page;
import hero.deployer.identity.CurrentCaller;

/** One refresh, its members and its verbs. */
@Path("/api/v1/refreshes/{id}")
@Tag(name = "Refreshes")
class RefreshResource {
    private final CurrentCaller current;
    private final RefreshService service;
    private final RefreshVerbs verbs;

    RefreshResource(CurrentCaller current, RefreshService service, RefreshVerbs verbs) {
        this.current = current;
        this.service = service;
        this.verbs = verbs;
    }

    @Operation(summary = "Read a refresh", description = "Its state, counts and strategy.")
    @GET
    public Uni<RefreshView> get(@PathParam("id") String id) {
        return service.get(current.get(), id);
    }

    /** In the order of starting. */
    @Operation(summary = "List the members of a refresh", description = "How each instance fares, by wave.")
    @GET
    @Path("/members")
    public Uni<Page<MemberView>> members(@PathParam("id") String id, @BeanParam MemberQuery query) {
        return service.members(current.get(), id, query.checked());
    }

    /** What went wrong, alike with alike, the most frequent first. */
    @Operation(
            summary = "Group what went wrong in a refresh",
            description = "Members that failed for the same reason, counted.")
    @GET
    @Path("/causes")
    public Uni<Page<CauseView>> causes(@PathParam("id") String id) {
        return service.causes(current.get(), id);
    }

    @Operation(summary = "Pause a refresh", description = "Nothing new starts until it is resumed.")
    @POST
    @Path("/pause")
    public Uni<RefreshView> pause(@PathParam("id") String id) {
        return act(id, Verb.PAUSE);
    }

    @Operation(summary = "Resume a refresh", description = "Goes on with one that was paused or halted.")
    @POST
    @Path("/resume")
    public Uni<RefreshView> resume(@PathParam("id") String id) {
        return act(id, Verb.RESUME);
    }

    /** Starts nothing more; what is under way ends. */
    @Operation(summary = "Cancel a refresh", description = "Nothing new starts; what is under way ends.")
    @POST
    @Path("/cancel")
    public Uni<RefreshView> cancel(@PathParam("id") String id) {
        return act(id, Verb.CANCEL);
    }

    /** Tries the failed ones again, in the same run. */
    @Operation(summary = "Retry a refresh", description = "Takes the members that failed once more, in the same run.")
    @POST
    @Path("/retry")
    public Uni<RefreshView> retry(@PathParam("id") String id) {
        return act(id, Verb.RETRY);
    }

    /** Brings each one back to the build it had. */
    @Operation(
            summary = "Roll a refresh back",
            description = "Brings each member back to the build that is recorded for it from before.")
    @POST
    @Path("/rollback")
    public Uni<RefreshView> rollback(@PathParam("id") String id) {
        return act(id, Verb.ROLLBACK);
    }

    private Uni<RefreshView> act(String id, Verb verb) {
        return verbs.act(current.get(), id, verb).chain(service::view);
    }
}
