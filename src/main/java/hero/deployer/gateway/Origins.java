package hero.deployer.gateway;

import java.net.URI;
import java.util.Locale;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.net.HostAndPort;
import org.jspecify.annotations.Nullable;

/** Whether a browser says that a page of the cockpit's own host makes the request. What is no browser says nothing. */
final class Origins {
    private static final int HTTP = 80;
    private static final int HTTPS = 443;
    private static final int LONGEST_SHOWN = 200;

    private Origins() {}

    static boolean isOwn(MultiMap headers, HostAndPort authority, String scheme) {
        String origin = headers.get(HttpHeaders.ORIGIN);
        if (origin != null) {
            return headers.getAll(HttpHeaders.ORIGIN).size() == 1 && isSame(origin, authority, scheme);
        }
        String site = headers.get("Sec-Fetch-Site");
        return site == null || site.equals("same-origin") || site.equals("none");
    }

    /** Which origin was expected, and which came. */
    static String mismatch(MultiMap headers, HostAndPort authority, String scheme) {
        String came = headers.get(HttpHeaders.ORIGIN);
        if (came == null) {
            return "The browser says that a page of another site asks for this.";
        }
        return "This comes from a page at " + came.substring(0, Math.min(came.length(), LONGEST_SHOWN))
                + ", but only one at " + scheme + "://" + authority
                + " may do this here. If you opened that very page, a proxy before this deployer changes the host or its port.";
    }

    private static boolean isSame(String origin, HostAndPort authority, String scheme) {
        try {
            URI uri = new URI(origin);
            return scheme.equalsIgnoreCase(uri.getScheme())
                    && authority.host().equalsIgnoreCase(uri.getHost())
                    && port(uri.getPort(), scheme) == port(authority.port(), scheme);
        } catch (java.net.URISyntaxException opaque) {
            return false;
        }
    }

    private static int port(int port, @Nullable String scheme) {
        if (port > 0) {
            return port;
        }
        return "https".equals(String.valueOf(scheme).toLowerCase(Locale.ROOT)) ? HTTPS : HTTP;
    }
}
