package hero.deployer.setup;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import hero.deployer.base.Problem.FieldError;
import hero.deployer.base.ProblemException;

/** What a setup may ask for. */
final class SetupRules {
    static final int MAX_SLOTS = 1000;
    static final int MAX_CPU = 512;
    static final int MIN_MEMORY_MIB = 64;
    static final int MAX_MEMORY_MIB = 4 * 1024 * 1024;
    static final int MAX_DISK_GIB = 64 * 1024;

    private static final int MAX_ENTRIES = 100;
    private static final int MAX_VALUE_BYTES = 4096;
    private static final int SHOWN_KEY = 64;
    private static final Pattern KEY = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");

    /** The agent sets these itself. */
    private static final Set<String> RESERVED = Set.of("PORT", "DATA_DIR", "JAVA_HOME");

    private static final String RESERVED_PREFIX = "HERO_";

    private SetupRules() {}

    /** @throws ProblemException 400 with every entry at fault named */
    static void checkEnvironment(Map<String, @Nullable String> environment) {
        if (environment.size() > MAX_ENTRIES) {
            throw ProblemException.badField("environment", "must have " + MAX_ENTRIES + " entries at the most");
        }
        List<FieldError> errors = new ArrayList<>();
        environment.forEach((key, value) -> {
            String fault = fault(key, value);
            if (fault != null) {
                String shown = key.length() <= SHOWN_KEY ? key : key.substring(0, SHOWN_KEY) + "…";
                errors.add(new FieldError("environment." + shown, fault));
            }
        });
        if (!errors.isEmpty()) {
            throw ProblemException.badForm(errors);
        }
    }

    private static @Nullable String fault(String key, @Nullable String value) {
        if (!KEY.matcher(key).matches()) {
            return "a name is made of letters, digits and '_', and does not begin with a digit";
        }
        if (RESERVED.contains(key) || key.startsWith(RESERVED_PREFIX)) {
            return "is reserved: the agent sets it";
        }
        if (value == null) {
            return "must be a string";
        }
        if (value.getBytes(StandardCharsets.UTF_8).length > MAX_VALUE_BYTES) {
            return "must have " + MAX_VALUE_BYTES + " bytes at the most";
        }
        return value.indexOf('\0') >= 0 ? "must not hold a NUL character" : null;
    }
}
