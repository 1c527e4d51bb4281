package hero.deployer.onboarding;

import java.util.Locale;
import java.util.Optional;

/** The stages of an onboarding, in the order they run. */
enum Stage {
    ADDING,
    PROVISIONING,
    INSTALLING,
    READY;

    /** Its name in JSON. */
    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    Optional<Stage> next() {
        return this == READY ? Optional.empty() : Optional.of(values()[ordinal() + 1]);
    }

    static Stage ofWire(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }
}
