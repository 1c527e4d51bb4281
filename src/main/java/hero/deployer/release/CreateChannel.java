package hero.deployer.release;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

import hero.deployer.base.DnsLabel;

/** A channel to make. */
record CreateChannel(
        @NotNull @Pattern(regexp = DnsLabel.REGEX, message = DnsLabel.MESSAGE)
        String name) {}
