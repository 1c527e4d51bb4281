package hero.deployer.health;

import java.time.Duration;

/** Probing at a pace that a test can tell apart from twice that pace on a busy machine. */
final class PacedHealth implements HealthConfig {
    static final Duration INTERVAL = Duration.ofSeconds(4);
    static final Duration DEADLINE = Duration.ofMillis(500);

    @Override
    public boolean enabled() {
        return true;
    }

    @Override
    public Duration interval() {
        return INTERVAL;
    }

    @Override
    public Duration beat() {
        return Duration.ofSeconds(1);
    }

    @Override
    public Duration readAll() {
        return Duration.ofSeconds(60);
    }

    @Override
    public Duration deadline() {
        return DEADLINE;
    }

    @Override
    public int concurrency() {
        return 64;
    }

    @Override
    public int checkConcurrency() {
        return 64;
    }

    @Override
    public int degradedAfter() {
        return 2;
    }

    @Override
    public int unreachableAfter() {
        return 3;
    }

    @Override
    public Duration seenFlush() {
        return Duration.ofSeconds(10);
    }
}
