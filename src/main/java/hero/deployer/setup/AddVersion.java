package hero.deployer.setup;

import java.util.Map;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

/** A new version of a setup. */
record AddVersion(
        @NotNull @Size(min = 1, max = 40) String provider,
        @NotNull @Min(1) @Max(SetupRules.MAX_SLOTS) Integer slots,
        @NotNull @Min(1) @Max(SetupRules.MAX_CPU) Integer cpu,

        @NotNull @Min(SetupRules.MIN_MEMORY_MIB) @Max(SetupRules.MAX_MEMORY_MIB)
        Integer memoryMiB,

        @NotNull @Min(1) @Max(SetupRules.MAX_DISK_GIB) Integer diskGiB,
        @Nullable @Size(min = 1, max = 100) String node,
        @Nullable Map<String, String> environment) {

    SetupForm form() {
        return new SetupForm(
                provider, slots, cpu, memoryMiB, diskGiB, node, environment == null ? Map.of() : environment);
    }
}
