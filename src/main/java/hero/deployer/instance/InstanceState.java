package hero.deployer.instance;

import java.util.Locale;

/** Where an instance stands on its way. */
public enum InstanceState {
    REGISTERED,
    PROVISIONING,
    PROVISIONED,
    INSTALLING,
    READY,
    FAILED,
    REMOVING;

    /** As JSON and the database say it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static InstanceState of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** Steps may be repeated and skipped, but nobody comes back from removal, and what was begun is never unbegun. */
    boolean mayBecome(InstanceState next) {
        if (next == this) {
            return true;
        }
        return switch (this) {
            case REMOVING -> false;
            case REGISTERED, PROVISIONING, PROVISIONED, INSTALLING, READY, FAILED -> next != REGISTERED;
        };
    }
}
