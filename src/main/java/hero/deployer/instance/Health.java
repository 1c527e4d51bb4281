package hero.deployer.instance;

/** What the probes say of an instance. */
public enum Health {
    UNKNOWN,
    HEALTHY,
    DEGRADED,
    UNREACHABLE
}
