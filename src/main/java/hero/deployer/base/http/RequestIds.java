package hero.deployer.base.http;

import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import hero.deployer.base.Ids;

/** The id by which a request is found again in the log: the caller's own where it is a plain one, or else ours. */
final class RequestIds {
    /** The header in which it comes and goes. */
    static final String HEADER = "X-Request-Id";

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._:+=/-]{1,64}");

    private RequestIds() {}

    static String next() {
        return Ids.next("req");
    }

    static String of(@Nullable String given) {
        return given != null && PLAIN.matcher(given).matches() ? given : next();
    }
}
