package hero.deployer.health;

import java.util.List;

import hero.deployer.instance.Health;

/** What a check of an organization came to. */
record HealthTally(long total, long healthy, long degraded, long unreachable, long unknown) {

    static HealthTally of(List<Health> all) {
        return new HealthTally(
                all.size(),
                count(all, Health.HEALTHY),
                count(all, Health.DEGRADED),
                count(all, Health.UNREACHABLE),
                count(all, Health.UNKNOWN));
    }

    private static long count(List<Health> all, Health health) {
        return all.stream().filter(health::equals).count();
    }
}
