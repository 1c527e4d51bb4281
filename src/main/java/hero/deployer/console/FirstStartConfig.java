package hero.deployer.console;

import java.nio.file.Path;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What a deployer without people begins with. */
@ConfigMapping(prefix = "deployer.first-start")
interface FirstStartConfig {
    /** The administrator's password (DEPLOYER_ADMIN_PASSWORD); one is made and printed once where it is not given. */
    Optional<String> adminPassword();

    /** Whether to make the demo's channels, builds and setup (DEPLOYER_DEMO, set by {@code ./run}). */
    @WithDefault("false")
    boolean demo();

    /** Where {@code demo-<version>.tar.gz} lie (DEPLOYER_DEMO_FOLDER). */
    @WithDefault("target/demo")
    Path demoFolder();
}
