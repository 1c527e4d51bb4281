package hero.deployer.identity;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;

/** Which requests need no login: health, signing in, and the console's static files. Whatever is not listed here needs one. */
final class Doors {
    static final String SESSION = "/api/v1/session";
    private static final String HEALTH = "/q/health";
    private static final String METRICS = "/q/metrics";

    private Doors() {}

    static boolean isOpen(RoutingContext request) {
        var method = request.request().method();
        var path = request.normalizedPath();
        if (path == null || path.indexOf(';') >= 0 || path.indexOf('\\') >= 0 || path.indexOf('%') >= 0) {
            // matrix parameters and odd encodings: routes downstream may read another path than we do
            return false;
        }
        if (path.equals(SESSION)) {
            return method.equals(HttpMethod.POST);
        }
        var reads = method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
        return reads && (isUnder(path, HEALTH) || !isUnder(path, "/api") && !isUnder(path, "/q"));
    }

    /** What tells about everybody's use: for staff, or for whoever holds the token of its own. */
    static boolean isMetrics(RoutingContext request) {
        var path = request.normalizedPath();
        return path != null && path.startsWith(METRICS);
    }

    private static boolean isUnder(String path, String root) {
        return path.equals(root) || path.startsWith(root + "/");
    }
}
