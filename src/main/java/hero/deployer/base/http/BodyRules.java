package hero.deployer.base.http;

import java.time.Duration;
import java.util.Locale;

import io.vertx.core.http.impl.HttpUtils;
import org.jspecify.annotations.Nullable;

/** How much of a request's body is taken, by its head alone. */
final class BodyRules {
    /** The console's sign-in and the password's change. */
    private static final String SESSION = "/api/v1/session";
    /** What the gateway answers itself on a cockpit's host. */
    private static final String GATEWAY = "/.hero/";

    private final HttpConfig limits;
    private final String cockpits;

    BodyRules(HttpConfig limits, String domain) {
        this.limits = limits;
        this.cockpits = "." + domain.toLowerCase(Locale.ROOT);
    }

    /**
     * What holds for one body.
     *
     * @param limit bytes that are taken at the most
     * @param kept whether it is read as a whole, so that it counts among all unfinished bodies and has a deadline
     * @param deadline from the end of the head to the end of the body
     */
    record Rule(long limit, boolean kept, Duration deadline) {}

    /** @return null when a console's address is malformed; a cockpit reads its own */
    @Nullable
    Rule of(String address, @Nullable String host, @Nullable String type) {
        boolean cockpit = isCockpit(host);
        String path = path(address);
        if (path == null && !cockpit) {
            return null;
        }
        if (path != null && (path.startsWith(GATEWAY) || !cockpit && path.startsWith(SESSION))) {
            return new Rule(limits.loginBody().asLongValue(), true, limits.headDeadline());
        }
        return cockpit || isArtifact(type)
                ? new Rule(Long.MAX_VALUE, false, Duration.ZERO)
                : new Rule(limits.body().asLongValue(), true, limits.bodyDeadline());
    }

    /** The path as the routes will see it, or null. */
    private static @Nullable String path(String address) {
        int scheme = address.startsWith("/") ? -1 : address.indexOf("://");
        int from = scheme < 0 ? 0 : Math.max(address.indexOf('/', scheme + 3), 0);
        int query = address.indexOf('?', from);
        try {
            return HttpUtils.normalizePath(address.substring(from, query < 0 ? address.length() : query));
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }

    /** Whether a host is one of the gateway's: a cockpit reads its own addresses and bodies. */
    boolean isCockpit(@Nullable String host) {
        if (host == null) {
            return false;
        }
        int port = host.lastIndexOf(':');
        String name = port > host.lastIndexOf(']') ? host.substring(0, port) : host;
        return name.toLowerCase(Locale.ROOT).endsWith(cockpits);
    }

    /** They go to the disk as they come; routes that take none refuse them unread. */
    private static boolean isArtifact(@Nullable String type) {
        if (type == null) {
            return false;
        }
        String plain = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return plain.equals("application/gzip") || plain.equals("application/octet-stream");
    }
}
