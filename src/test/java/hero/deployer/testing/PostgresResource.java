package hero.deployer.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import org.jspecify.annotations.Nullable;

import hero.deployer.boot.EmbeddedPostgres;

/** A real, fresh PostgreSQL for the tests of one JVM, as the product starts it. */
public final class PostgresResource implements QuarkusTestResourceLifecycleManager {
    private @Nullable EmbeddedPostgres server;

    @Override
    public int order() {
        return -100; // everything else may need it
    }

    @Override
    public Map<String, String> start() {
        try {
            var target = Path.of("target").toAbsolutePath();
            Files.createDirectories(target);
            var data = Files.createTempDirectory(target, "test-data-");
            server = EmbeddedPostgres.start(data, target.resolve("postgres-bin"), "test-password");
            var settings = new HashMap<>(server.settings());
            settings.put("deployer.data", data.toString());
            settings.put("deployer.secret", "a secret for tests only");
            settings.put("deployer.fleet-key", "a fleet key for tests only");
            return settings;
        } catch (Exception e) {
            throw new IllegalStateException("PostgreSQL did not start", e);
        }
    }

    @Override
    public void stop() {
        if (server == null) {
            return;
        }
        try {
            server.close();
        } catch (Exception e) {
            throw new IllegalStateException("PostgreSQL did not stop", e);
        }
    }
}
