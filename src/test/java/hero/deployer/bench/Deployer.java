package hero.deployer.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The packaged product, started by {@code ./run} as its user starts it, on the bench's database. */
final class Deployer implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(90);

    private final int port;
    private final Program program;
    private final Api api;

    Deployer(Path base, Path folder, Database database, Map<String, String> further) throws Exception {
        this.port = Lab.freePort();
        var environment = new HashMap<String, String>();
        environment.put("DEPLOYER_PORT", Integer.toString(port));
        environment.put("DEPLOYER_DATA", folder.resolve("data").toString());
        environment.put("DEPLOYER_ADMIN_PASSWORD", "the bench signs in with a token");
        environment.put("DEPLOYER_FLEET_KEY", Lab.FLEET_KEY);
        environment.put("DEPLOYER_DEMO", "false");
        // all the bench's readers are one person
        environment.put("DEPLOYER_CONSOLE_STREAM_MAX_PER_PERSON", "5000");
        database.settings().forEach((property, value) -> environment.put(variable(property), value));
        environment.putAll(further);
        this.program = new Program(
                "deployer", folder, environment, List.of(base.resolve("run").toString()));
        this.api = new Api(port);
        program.await("readiness", START, this::isReady);
    }

    private static String variable(String property) {
        return property.toUpperCase(java.util.Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    private boolean isReady() throws InterruptedException {
        try {
            return api.status("/q/health/ready") == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    int port() {
        return port;
    }

    Api api() {
        return api;
    }

    double cpuSeconds() throws IOException {
        return ProcessStat.cpuSeconds(program.pid());
    }

    double residentMiB() throws IOException {
        return ProcessStat.residentMiB(program.pid());
    }

    long pid() {
        return program.pid();
    }

    @Override
    public void close() throws InterruptedException {
        program.close();
    }
}
