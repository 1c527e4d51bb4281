package hero.deployer.organization;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;

import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import hero.deployer.identity.CurrentCaller;
import hero.deployer.identity.Role;

/** Edits an organization; the console shows it. */
@Path("/api/v1/organizations/{org}")
@Tag(name = "Organizations")
class OrganizationResource {
    private final OrganizationService service;
    private final CurrentCaller caller;

    OrganizationResource(OrganizationService service, CurrentCaller caller) {
        this.service = service;
        this.caller = caller;
    }

    @Operation(
            summary = "Change an organization",
            description = "Its name, its channel or its setup. What is left out stays; instances change only by a "
                    + "refresh.")
    @PATCH
    public Uni<OrganizationView> change(@PathParam("org") String slug, @NotNull @Valid ChangeOrganization change) {
        var by = caller.get();
        by.require(Role.ADMIN, slug);
        return service.change(by.username(), slug, change).map(OrganizationView::of);
    }
}
