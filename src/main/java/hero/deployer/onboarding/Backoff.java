package hero.deployer.onboarding;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Pauses between tries: doubling from the least to the most, each shortened by up to a half at random so that crowds spread out. */
record Backoff(Duration least, Duration most, RandomGenerator random) {
    private static final int MOST_DOUBLINGS = 20;

    Duration after(int misses) {
        long doubled = least.toMillis() << Math.clamp(misses - 1L, 0, MOST_DOUBLINGS);
        long whole = Math.min(doubled, most.toMillis());
        return Duration.ofMillis(whole - random.nextLong(whole / 2 + 1));
    }
}
