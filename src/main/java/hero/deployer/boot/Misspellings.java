package hero.deployer.boot;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Names that look like settings and are none. */
final class Misspellings {
    private static final String PREFIX = "DEPLOYER_";

    /** What Kubernetes gives every pod for a Service called {@code deployer}. */
    private static final String OF_A_SERVICE = "DEPLOYER_(?:SERVICE_.*|PORT_\\d+_.*)";

    private Misspellings() {}

    /**
     * One line for each.
     *
     * @param names what is set, variables and properties
     */
    static List<String> warnings(Collection<String> names, List<Setting> settings) {
        var known = SettingsCatalog.variables(settings).collect(Collectors.toSet());
        return names.stream()
                .filter(name -> name.startsWith(PREFIX) || name.startsWith("deployer."))
                .map(name -> name.startsWith(PREFIX) ? name : Setting.variable(name))
                .filter(name -> !known.contains(name) && !name.matches(OF_A_SERVICE) && !isElement(name, settings))
                .distinct()
                .sorted()
                .map(name -> SettingFault.plain(name, 80) + " is no setting and is ignored; the nearest is "
                        + nearest(name, known) + ".")
                .toList();
    }

    /** One value of a list, {@code …_ALLOW_0_}. */
    private static boolean isElement(String name, List<Setting> settings) {
        return settings.stream()
                .filter(Setting::many)
                .anyMatch(setting -> name.matches(setting.variable() + "_\\d+_?"));
    }

    private static String nearest(String name, Set<String> known) {
        return known.stream()
                .min(Comparator.<String>comparingInt(other -> distance(name, other))
                        .thenComparing(other -> other))
                .orElseThrow();
    }

    /** How many letters must be put in, left out or changed (Levenshtein). */
    static int distance(String one, String other) {
        var row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[other.length()];
    }
}
