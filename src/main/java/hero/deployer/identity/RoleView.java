package hero.deployer.identity;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A role as JSON; without an organization it holds everywhere. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RoleView(
        @Schema(enumeration = {"viewer", "operator", "admin"})
        String role,

        @Nullable String organization) {

    static RoleView of(Grant grant) {
        return new RoleView(
                grant.role().name().toLowerCase(Locale.ROOT),
                grant.scope().equals(Grant.EVERYWHERE) ? null : grant.scope());
    }
}
