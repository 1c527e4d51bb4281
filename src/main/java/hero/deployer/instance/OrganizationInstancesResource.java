package hero.deployer.instance;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;

import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import hero.deployer.base.Page;
import hero.deployer.identity.CurrentCaller;
import hero.deployer.identity.Role;

/** The instances of one organization. */
@Path("/api/v1/organizations/{org}/instances")
@Tag(name = "Instances")
class OrganizationInstancesResource {
    private final InstanceService service;
    private final CurrentCaller caller;

    OrganizationInstancesResource(InstanceService service, CurrentCaller caller) {
        this.service = service;
        this.caller = caller;
    }

    @Operation(summary = "List the instances of an organization", description = "By filters that all have to fit.")
    @GET
    public Uni<Page<InstanceView>> list(@PathParam("org") String organization, @BeanParam InstanceQuery query) {
        caller.get().require(Role.VIEWER, organization);
        return service.list(organization, query.checked());
    }
}
