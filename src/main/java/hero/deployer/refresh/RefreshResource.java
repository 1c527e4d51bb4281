package hero.deployer.refresh;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;

import io.smallrye.mutiny.Uni;

import hero.deployer.base.Page;
import hero.deployer.identity.CurrentCaller;

/** One refresh, its members and its verbs. */
@Path("/api/v1/refreshes/{id}")
class RefreshResource {
    private final CurrentCaller current;
    private final RefreshService service;
    private final RefreshVerbs verbs;

    RefreshResource(CurrentCaller current, RefreshService service, RefreshVerbs verbs) {
        this.current = current;
        this.service = service;
        this.verbs = verbs;
    }

    @GET
    public Uni<RefreshView> get(@PathParam("id") String id) {
        return service.get(current.get(), id);
    }

    /** In the order of starting. */
    @GET
    @Path("/members")
    public Uni<Page<MemberView>> members(@PathParam("id") String id, @BeanParam MemberQuery query) {
        return service.members(current.get(), id, query.checked());
    }

    /** What went wrong, alike with alike, the most frequent first. */
    @GET
    @Path("/causes")
    public Uni<Page<CauseView>> causes(@PathParam("id") String id) {
        return service.causes(current.get(), id);
    }

    @POST
    @Path("/pause")
    public Uni<RefreshView> pause(@PathParam("id") String id) {
        return act(id, Verb.PAUSE);
    }

    @POST
    @Path("/resume")
    public Uni<RefreshView> resume(@PathParam("id") String id) {
        return act(id, Verb.RESUME);
    }

    /** Starts nothing more; what is under way ends. */
    @POST
    @Path("/cancel")
    public Uni<RefreshView> cancel(@PathParam("id") String id) {
        return act(id, Verb.CANCEL);
    }

    /** Tries the failed ones again, in the same run. */
    @POST
    @Path("/retry")
    public Uni<RefreshView> retry(@PathParam("id") String id) {
        return act(id, Verb.RETRY);
    }

    /** Brings each one back to the build it had. */
    @POST
    @Path("/rollback")
    public Uni<RefreshView> rollback(@PathParam("id") String id) {
        return act(id, Verb.ROLLBACK);
    }

    private Uni<RefreshView> act(String id, Verb verb) {
        return verbs.act(current.get(), id, verb).chain(service::view);
    }
}
