package hero.deployer.console;

import java.util.regex.Pattern;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * The page's own addresses, such as {@code /organizations/acme}, are all answered by its one file; and what the browser may do with the page
 * and how long it may keep it. Cockpits are answered before this and have policies of their own.
 */
@ApplicationScoped
class PageDoor {
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self';"
                    + " connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
    /** The build names these files by their content. */
    private static final String NAMED_BY_CONTENT = "/assets/";

    /** What problems' types point to is no place within the page. */
    private static final String PROBLEMS = "/problems";

    private static final Pattern PLACE = Pattern.compile("(?:/[A-Za-z0-9_-]{1,80}){1,6}/?");

    void install(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE + 1).handler(this::handle);
    }

    private void handle(RoutingContext context) {
        String path = String.valueOf(context.normalizedPath());
        if (path.equals("/api") || path.startsWith("/api/") || path.equals("/q") || path.startsWith("/q/")) {
            context.next();
            return;
        }
        var method = context.request().method();
        if ((method == HttpMethod.GET || method == HttpMethod.HEAD) && isPlace(path)) {
            context.reroute("/");
            return;
        }
        context.addHeadersEndHandler(ending ->
                set(context.response().headers(), path, context.response().getStatusCode()));
        context.next();
    }

    /** An address within the page: slugs and ids, no file, nothing that could be another route in disguise. */
    static boolean isPlace(String path) {
        return !path.startsWith(NAMED_BY_CONTENT)
                && !path.startsWith(PROBLEMS)
                && PLACE.matcher(path).matches();
    }

    private static void set(MultiMap headers, String path, int status) {
        headers.set("Content-Security-Policy", POLICY);
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "same-origin");
        headers.set("Cross-Origin-Opener-Policy", "same-origin");
        boolean forGood = path.startsWith(NAMED_BY_CONTENT) && status == 200;
        headers.set(HttpHeaders.CACHE_CONTROL, forGood ? "public, max-age=31536000, immutable" : "no-cache");
    }
}
