package hero.deployer.organization;

import java.util.LinkedHashMap;
import java.util.Map;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

/** What an organization becomes; what is left out stays. */
record ChangeOrganization(
        @Nullable
        @Size(min = 1, max = 100)
        @Pattern(
                regexp = "[^\\p{Cc}\\s](?:\\P{Cc}*[^\\p{Cc}\\s])?",
                message = "must be one line of text, not blank at either end")
        String name,

        @Nullable @Size(min = 1, max = 100) String channel,
        @Nullable @Valid ChangeSetup setup) {

    /** Another version of the same setup, or another setup of the same provider; without a version its newest. */
    record ChangeSetup(
            @Nullable @Size(min = 1, max = 100) String name,
            @Nullable @Min(1) Integer version) {}

    /** What the audit keeps: the fields that were asked for. */
    Map<String, Object> asked() {
        var asked = new LinkedHashMap<String, Object>();
        if (name != null) {
            asked.put("name", name);
        }
        if (channel != null) {
            asked.put("channel", channel);
        }
        if (setup != null) {
            asked.put("setup", String.valueOf(setup.name()));
            asked.put("version", String.valueOf(setup.version()));
        }
        return asked;
    }
}
