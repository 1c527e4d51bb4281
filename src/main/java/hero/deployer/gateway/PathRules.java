package hero.deployer.gateway;

import java.util.Locale;
import java.util.regex.Pattern;

/** Refuses addresses that we and a cockpit might read differently: one of us would guard another path than the other serves. */
final class PathRules {
    /** {@code %} with two digits, or a plain visible ASCII character that is no backslash. */
    private static final Pattern PLAIN = Pattern.compile("/(?:%[0-9a-f]{2}|[!-~&&[^%\\\\#]])*");

    /** Slash, backslash, NUL, line breaks, and {@code %} itself, encoded. */
    private static final Pattern SMUGGLED = Pattern.compile("%(?:2f|5c|00|0a|0d|25(?:2e|2f|5c))");

    private static final Pattern CLIMBING = Pattern.compile("(?:^|/)(?:\\.|%2e){1,2}(?:;[^/]*)?(?:/|$)");

    private PathRules() {}

    /** @param uri the request's, as it came */
    static boolean isPlain(String uri) {
        int query = uri.indexOf('?');
        String path = (query < 0 ? uri : uri.substring(0, query)).toLowerCase(Locale.ROOT);
        return PLAIN.matcher(path).matches()
                && !SMUGGLED.matcher(path).find()
                && !CLIMBING.matcher(path).find();
    }

    /** Where to go after signing in: an address on this very host, or its root. */
    static String localOrRoot(String next) {
        boolean local = next.startsWith("/") && !next.startsWith("//") && isPlain(next) && next.length() <= 2000;
        boolean visible = next.chars().allMatch(c -> c > ' ' && c < 127 && c != '\\');
        return local && visible ? next : "/";
    }
}
