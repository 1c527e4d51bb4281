package hero.deployer.organization;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

import hero.deployer.organization.Organizations.Organization;

/** An organization's own settings as JSON; what its instances add up to is the console's to say. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record OrganizationView(
        String slug,
        String name,
        SetupRef setup,
        String channel,
        @Nullable String build,
        boolean removing) {

    /** The setup's version it is made from. */
    record SetupRef(String name, int version) {}

    static OrganizationView of(Organization organization) {
        return new OrganizationView(
                organization.slug(),
                organization.name(),
                new SetupRef(organization.setup(), organization.setupVersion()),
                organization.channel(),
                organization.build(),
                organization.removing());
    }
}
