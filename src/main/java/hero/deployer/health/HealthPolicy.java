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
            case Observation.Answered answered -> answered(before, answered.status());
            case Observation.Lost nothing -> lost(before, lost);
        };
    }

    private static Health answered(Health before, String status) {
        return switch (status) {
            case "healthy" -> Health.HEALTHY;
            // one that never was healthy is not worse for starting
            case "starting" -> before == Health.UNKNOWN ? Health.UNKNOWN : Health.DEGRADED;
            default -> Health.DEGRADED;
        };
    }

    private Health lost(Health before, int lost) {
        if (lost >= unreachableAfter) {
            return Health.UNREACHABLE;
        }
        return before == Health.HEALTHY && lost >= degradedAfter ? Health.DEGRADED : before;
    }
}
