package hero.deployer.identity;

import java.time.Instant;
import java.util.Locale;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import hero.deployer.base.DnsLabel;

/** A token to make; without role or organization it may what its maker may. */
record CreateToken(
        @NotNull @Size(min = 1, max = 100) @VisibleName String name,

        @Nullable @Pattern(regexp = "viewer|operator|admin", message = "must be viewer, operator or admin")
        String role,

        @Nullable @Pattern(regexp = DnsLabel.REGEX, message = DnsLabel.MESSAGE)
        String organization,

        @Nullable Instant expiresAt) {

    /** The cap that is asked for, by one who is capped himself. */
    Grant cap(Grant maker) {
        return new Grant(
                role == null ? maker.role() : Role.valueOf(role.toUpperCase(Locale.ROOT)),
                organization == null ? maker.scope() : organization);
    }
}
