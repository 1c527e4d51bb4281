package hero.deployer.removal;

import java.util.List;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

/**
 * Give orphaned contracts up.
 *
 * @param dryRun only say which
 * @param names those only; all that are past their grace where it is left out
 */
record SweepContracts(
        @Nullable Boolean dryRun,
        @Nullable @Size(max = 1000) List<@NotNull @Size(max = 200) String> names) {

    boolean isRehearsal() {
        return Boolean.TRUE.equals(dryRun);
    }
}
