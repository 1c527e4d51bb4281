package hero.deployer.instance;

import java.util.Locale;

/** What the probes say of an instance. */
public enum Health {
    UNKNOWN,
    HEALTHY,
    DEGRADED,
    UNREACHABLE;

    /** As JSON and the database say it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Health of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
