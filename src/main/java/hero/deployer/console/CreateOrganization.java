package hero.deployer.console;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import hero.deployer.base.DnsLabel;
import hero.deployer.identity.VisibleName;

/** An organization to make, with the person of its admin instance. */
record CreateOrganization(
        @NotNull @Pattern(regexp = DnsLabel.REGEX, message = DnsLabel.MESSAGE) @Size(max = 30)
        String slug,

        @NotNull @Size(min = 1, max = 100) @VisibleName String name,

        @NotNull @Size(min = 1, max = 100) String setup,
        @NotNull @Size(min = 1, max = 100) String channel,
        @NotNull @Valid CreateOrganization.AdminPerson admin) {

    /** Who gets the admin instance; name and email are needed for somebody without an account. */
    record AdminPerson(
            @NotNull @Pattern(regexp = DnsLabel.REGEX, message = DnsLabel.MESSAGE) @Size(max = 30)
            String username,

            @Nullable @Size(max = 200) String name,
            @Nullable @Size(max = 254) String email) {}
}
