package hero.deployer.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Keeps our cookies and a cockpit's apart: it never sees ours, cannot set them, and sets its own for its own host alone. */
final class CookieRules {
    /** Everything of ours, the console's included, begins with one of these. */
    private static final List<String> OURS = List.of("hero-", "hero_", "__host-hero", "__secure-hero");

    private static final int MOST_TRIED = 5;

    private CookieRules() {}

    /** The values of our cookie; a page elsewhere under the same domain may have planted more of that name. */
    static List<String> values(List<String> cookieHeaders, String name) {
        return pairs(cookieHeaders).stream()
                .filter(pair -> name(pair).equals(name))
                .map(pair -> pair.substring(pair.indexOf('=') + 1).strip())
                .filter(value -> !value.isEmpty())
                .limit(MOST_TRIED)
                .toList();
    }

    /** The {@code Cookie} header for the cockpit, or empty when nothing is left. */
    static Optional<String> forUpstream(List<String> cookieHeaders) {
        var kept = pairs(cookieHeaders).stream()
                .filter(pair -> !isOurs(name(pair)))
                .collect(Collectors.joining("; "));
        return kept.isEmpty() ? Optional.empty() : Optional.of(kept);
    }

    /** A cockpit's {@code Set-Cookie} as the browser may have it, or empty when it may not. */
    static Optional<String> fromUpstream(String setCookie) {
        var parts = new ArrayList<String>();
        for (String part : setCookie.split(";", -1)) {
            boolean isDomain =
                    !parts.isEmpty() && name(part).toLowerCase(Locale.ROOT).equals("domain");
            if (!isDomain) {
                parts.add(part.strip());
            }
        }
        String name = name(parts.getFirst());
        // browsers read a cookie without a name back as if its value were the name
        boolean nameless = name.isEmpty() || parts.getFirst().indexOf('=') < 0;
        return nameless || isOurs(name) ? Optional.empty() : Optional.of(String.join("; ", parts));
    }

    private static List<String> pairs(List<String> cookieHeaders) {
        return cookieHeaders.stream()
                .flatMap(header -> List.of(header.split(";", -1)).stream())
                .map(String::strip)
                .filter(pair -> !pair.isEmpty())
                .toList();
    }

    private static String name(String pair) {
        int equals = pair.indexOf('=');
        return (equals < 0 ? pair : pair.substring(0, equals)).strip();
    }

    private static boolean isOurs(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return OURS.stream().anyMatch(lower::startsWith);
    }
}
