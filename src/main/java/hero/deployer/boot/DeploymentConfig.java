package hero.deployer.boot;

import java.nio.file.Path;
import java.util.Optional;

import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;

/**
 * The settings that no room owns, below {@code deployer}. Only looked at, to check them before anything starts: who needs one injects it by
 * its name.
 */
interface DeploymentConfig {
    /** Keys are hashed, so that their length alone counts. */
    String KEY = "(?s).{16,}";

    String KEY_ALLOWED = "must have 16 characters or more.";

    @WithDefault("8080")
    @Allowed(least = 1, most = 65_535)
    int port();

    @WithDefault("127.0.0.1")
    String host();

    @WithDefault("data")
    Path data();

    Optional<ConsoleUrl> url();

    @WithDefault("localhost")
    CockpitDomain domain();

    Optional<String> adminPassword();

    @Allowed(pattern = KEY, otherwise = KEY_ALLOWED)
    Optional<String> secret();

    @Allowed(pattern = KEY, otherwise = KEY_ALLOWED)
    Optional<String> fleetKey();

    @WithName("metrics.token")
    Optional<String> metricsToken();

    Optional<Path> agentBundle();

    Optional<Path> artifacts();

    @WithDefault("false")
    boolean demo();

    @WithDefault("target/demo")
    Path demoFolder();
}
