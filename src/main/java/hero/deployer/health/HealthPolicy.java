package hero.deployer.health;

import hero.deployer.instance.Health;

/**
 * When a change of health is believed. Pure.
 *
 * @param degradedAfter lost probes in a row until a healthy instance is degraded
 * @param unreachableAfter lost probes in a row until it is unreachable
 */
record HealthPolicy(int degradedAfter, int unreachableAfter) {

    /** The health after {@code lost} probes in a row (0: this one was answered). */
    Health next(Health before, Observation seen, int lost) {
        return switch (seen) {
            case Observation.Answered answered -> answered(before, answered);
            case Observation.Lost nothing -> lost(before, lost);
        };
    }

    private static Health answered(Health before, Observation.Answered answered) {
        return switch (answered.status()) {
            case "healthy" -> Health.HEALTHY;
            case "starting" -> starting(before, answered.operation() != null);
            default -> Health.DEGRADED;
        };
    }

    /** One that never was healthy is not worse for starting, nor is one that was told to start another build. */
    private static Health starting(Health before, boolean told) {
        return before == Health.UNKNOWN || before == Health.HEALTHY && told ? before : Health.DEGRADED;
    }

    private Health lost(Health before, int lost) {
        if (lost >= unreachableAfter) {
            return Health.UNREACHABLE;
        }
        return before == Health.HEALTHY && lost >= degradedAfter ? Health.DEGRADED : before;
    }
}
