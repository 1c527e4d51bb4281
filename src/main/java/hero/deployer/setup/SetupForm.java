package hero.deployer.setup;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/** What a version of a setup says, checked by {@link SetupRules}. */
record SetupForm(
        String provider,
        int slots,
        int cpu,
        int memoryMiB,
        int diskGiB,
        @Nullable String node,
        Map<String, String> environment) {}
