package hero.deployer.health;

/** What a check of an organization came to, and how long it took. */
record HealthTally(long total, long healthy, long degraded, long unreachable, long unknown, long tookMillis) {}
