package hero.deployer.setup;

import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

import hero.deployer.setup.Setups.SetupVersion;

/** A version of a setup as the API shows it. */
record SetupView(
        String name,
        int version,
        String provider,
        int slots,
        int cpu,
        int memoryMiB,
        int diskGiB,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String node,
        Map<String, String> environment) {

    static SetupView of(SetupVersion setup) {
        return new SetupView(
                setup.name(),
                setup.version(),
                setup.provider(),
                setup.slots(),
                setup.cpu(),
                setup.memoryMiB(),
                setup.diskGiB(),
                setup.node(),
                setup.environment());
    }

    /** The same for events, which live longer and travel further, and for those who see a part: it is nobody's but the instances'. */
    SetupView withoutEnvironment() {
        return new SetupView(name, version, provider, slots, cpu, memoryMiB, diskGiB, node, Map.of());
    }
}
