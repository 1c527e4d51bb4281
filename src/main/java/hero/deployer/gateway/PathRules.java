package hero.deployer.gateway;

import java.util.Locale;

/**
 * What may stand in a request's address. A cockpit gets everything as it came; refused is only what no browser writes and what makes one
 * path of another. Every check reads the address once, however long it is.
 */
final class PathRules {
    private static final int LONGEST_NEXT = 2000;

    private PathRules() {}

    /**
     * Whether a cockpit may get it.
     *
     * @param uri the request's, as it came
     */
    static boolean isSafe(String uri) {
        return isOneWord(uri) && isSafePath(pathOf(uri));
    }

    /** Whether it fits into the first line of a request, for whomever it is. */
    static boolean isOneWord(String uri) {
        return uri.startsWith("/")
                && uri.chars().allMatch(PathRules::isVisible)
                && pathOf(uri).indexOf('\\') < 0;
    }

    static String pathOf(String uri) {
        int query = uri.indexOf('?');
        return query < 0 ? uri : uri.substring(0, query);
    }

    /** Blanks and controls would end a line of HTTP/1.1 early, and a fragment is never sent. */
    private static boolean isVisible(int c) {
        return c > ' ' && c != 0x7f && c != '#' && c <= 0xff;
    }

    private static boolean isSafePath(String path) {
        String lower = path.toLowerCase(Locale.ROOT);
        return !lower.contains("%00") && !lower.contains("%0a") && !lower.contains("%0d") && !climbs(lower);
    }

    private static boolean climbs(String lowerPath) {
        for (String segment : unescaped(lowerPath).split("/", -1)) {
            int parameters = segment.indexOf(';');
            String name = parameters < 0 ? segment : segment.substring(0, parameters);
            if (name.equals(".") || name.equals("..")) {
                return true;
            }
        }
        return false;
    }

    /** As the most eager reader would read it: dots and slashes come out of their escapes, however often they were escaped. */
    private static String unescaped(String lowerPath) {
        var out = new StringBuilder(lowerPath.length());
        int at = 0;
        while (at < lowerPath.length()) {
            char c = lowerPath.charAt(at++);
            if (c == '%') {
                int code = at;
                while (lowerPath.startsWith("25", code)) {
                    code += 2;
                }
                c = escaped(lowerPath, code);
                at = c == '%' ? code : code + 2;
            }
            out.append(c);
        }
        return out.toString();
    }

    private static char escaped(String lowerPath, int code) {
        if (lowerPath.startsWith("2e", code)) {
            return '.';
        }
        if (lowerPath.startsWith("2f", code) || lowerPath.startsWith("5c", code)) {
            return '/';
        }
        return lowerPath.startsWith("3b", code) ? ';' : '%';
    }

    /** Where to go after signing in: an address on this very host, or its root. */
    static String localOrRoot(String next) {
        boolean local = next.length() <= LONGEST_NEXT && !next.startsWith("//") && isSafe(next);
        return local && next.chars().allMatch(c -> c < 0x7f && c != '\\') ? next : "/";
    }
}
