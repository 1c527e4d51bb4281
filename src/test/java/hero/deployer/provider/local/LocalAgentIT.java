package hero.deployer.provider.local;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

import hero.deployer.provider.Provider;
import hero.deployer.provider.ProviderConformance;

/** The local provider with the real agent, from the bundle that instances get. */
class LocalAgentIT implements ProviderConformance {
    private static LocalBench bench;

    @BeforeAll
    static void prepare() throws IOException {
        bench = new LocalBench(Path.of("target/agent-bundle").toAbsolutePath(), Duration.ofSeconds(5));
    }

    @AfterAll
    static void endAll() throws IOException {
        bench.close();
    }

    @Override
    public Provider provider() {
        return bench.provider;
    }

    @Override
    public String node() {
        return LocalProvider.NAME;
    }

    @Override
    public String newName() {
        return bench.newName();
    }
}
