package hero.deployer.removal;

import java.util.List;
import java.util.Objects;

import jakarta.validation.constraints.Size;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.JsonBody;

/**
 * Give orphaned contracts up.
 *
 * @param dryRun only say which; the older way to ask {@code /contracts/sweep/dry-run}
 * @param names those only; all that are past their grace where it is left out
 */
@JsonBody.Optional
record SweepContracts(
        @Schema(hidden = true) @Nullable Boolean dryRun,
        @Nullable @Size(max = 1000) List<@Nullable String> names) {

    /** Those asked for, or null for all. */
    @Nullable
    List<String> chosen() {
        return names == null ? null : names.stream().filter(Objects::nonNull).toList();
    }

    boolean rehearses() {
        return Boolean.TRUE.equals(dryRun);
    }
}
