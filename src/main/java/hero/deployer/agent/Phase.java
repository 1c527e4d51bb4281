package hero.deployer.agent;

import java.util.Locale;

/** The steps of an operation, in their order; the last three are its ends. */
enum Phase {
    FETCHING,
    VERIFYING,
    STARTING,
    CHECKING,
    SUCCEEDED,
    ROLLED_BACK,
    FAILED;

    boolean ended() {
        return compareTo(SUCCEEDED) >= 0;
    }

    /** Whether the old stack may be down because of it. */
    boolean swaps() {
        return this == STARTING || this == CHECKING;
    }

    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Phase of(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }
}
