package hero.deployer.instance;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import hero.deployer.agent.protocol.InstallBuild;
import hero.deployer.release.Releases.Build;

/** The command that brings an instance to a build, the same whichever process gives it. */
public final class InstallOrder {
    private static final String HEALTH_PATH = "/health";

    private InstallOrder() {}

    /**
     * @param environment the setup's own
     * @param within the agent's deadline for all of it
     */
    public static InstallBuild of(
            InstanceRow row,
            Build build,
            Map<String, String> environment,
            String operation,
            long fence,
            Duration within) {
        var all = new HashMap<>(environment);
        all.put("HERO_ORGANIZATION", row.organization());
        all.put("HERO_PERSON", row.person());
        all.put("HERO_INSTANCE", row.id());
        all.put("HERO_BUILD", build.version());
        return new InstallBuild(
                operation,
                fence,
                build.version(),
                build.sha256(),
                build.size(),
                null,
                Map.copyOf(all),
                HEALTH_PATH,
                Math.toIntExact(Math.max(1, within.toSeconds())));
    }
}
