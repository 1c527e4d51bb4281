package hero.deployer.setup;

import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import hero.deployer.setup.Setups.SetupVersion;

/** What a version of a setup says, checked by {@link SetupRules}. */
record SetupForm(
        String provider,
        int slots,
        int cpu,
        int memoryMiB,
        int diskGiB,
        @Nullable String node,
        Map<String, String> environment) {

    SetupVersion as(String name, int version) {
        return new SetupVersion(
                name, version, provider, slots, cpu, memoryMiB, diskGiB, node, new TreeMap<>(environment));
    }
}
