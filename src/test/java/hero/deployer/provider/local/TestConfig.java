package hero.deployer.provider.local;

import java.nio.file.Path;
import java.time.Duration;

/** Short waits. */
record TestConfig(Path machines, Path agentBundle, Duration stopGrace) implements LocalConfig {
    @Override
    public int slots() {
        return 20;
    }

    @Override
    public int firstPort() {
        return 20_000;
    }

    @Override
    public int lastPort() {
        return 31_999;
    }

    @Override
    public Duration startTimeout() {
        return Duration.ofSeconds(25);
    }

    @Override
    public Duration watchEvery() {
        return Duration.ofMillis(200);
    }

    @Override
    public long logBytes() {
        return 65_536;
    }

    @Override
    public int workers() {
        return 12;
    }
}
