package hero.deployer.organization;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;

import io.smallrye.mutiny.Uni;

import hero.deployer.identity.CurrentCaller;
import hero.deployer.identity.Role;

/** Edits an organization; the console shows it. */
@Path("/api/v1/organizations/{org}")
class OrganizationResource {
    private final OrganizationService service;
    private final CurrentCaller caller;

    OrganizationResource(OrganizationService service, CurrentCaller caller) {
        this.service = service;
        this.caller = caller;
    }

    @PATCH
    public Uni<OrganizationView> change(@PathParam("org") String slug, @NotNull @Valid ChangeOrganization change) {
        var by = caller.get();
        by.require(Role.ADMIN, slug);
        return service.change(by.username(), slug, change).map(OrganizationView::of);
    }
}
