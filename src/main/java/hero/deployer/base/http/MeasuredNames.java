package hero.deployer.base.http;

import java.util.Set;

import org.jspecify.annotations.Nullable;

/** The names under which requests are measured: a fixed set, to which no caller adds. */
final class MeasuredNames {
    static final String OTHER = "other";

    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT");

    /** The server's own addresses that are no route of the API. */
    private static final Set<String> SERVER = Set.of(
            "/q/health",
            "/q/health/live",
            "/q/health/ready",
            "/q/health/started",
            "/q/health/well",
            "/q/metrics",
            "/q/openapi");

    private MeasuredNames() {}

    static String ofMethod(@Nullable String method) {
        return method != null && METHODS.contains(method) ? method : OTHER;
    }

    static String ofServer(@Nullable String path) {
        return path != null && SERVER.contains(path) ? path : OTHER;
    }

    static boolean isServers(String name) {
        return name.equals(OTHER) || SERVER.contains(name);
    }

    /** Statuses that HTTP has; a stack may send others. */
    static String ofStatus(String status) {
        boolean known = status.length() == 3 && status.charAt(0) >= '1' && status.charAt(0) <= '5';
        return known || status.equals("RESET") || status.equals("UNKNOWN") ? status : OTHER;
    }
}
