package hero.deployer.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import jakarta.inject.Singleton;

import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

import hero.deployer.instance.CockpitAddress.Cockpit;

/** The gateway's own pages: they need no script and load nothing but their style sheet. */
@Singleton
class Pages {
    /** The reserved path of everything of ours on a cockpit's host. */
    static final String ROOT = "/.hero/";

    static final String LOGIN = ROOT + "login";
    static final String LOGOUT = ROOT + "logout";
    static final String STYLE = ROOT + "login.css";

    private static final String POLICY = "default-src 'none'; style-src 'self'; img-src data:; form-action 'self';"
            + " base-uri 'none'; frame-ancestors 'none'";

    private static final Map<String, String> HTML = Map.of(
            "Content-Type", "text/html;charset=utf-8",
            "Cache-Control", "no-store",
            "Content-Security-Policy", POLICY,
            "X-Frame-Options", "DENY",
            "X-Content-Type-Options", "nosniff",
            // not "no-referrer": browsers would then send the form with "Origin: null"
            "Referrer-Policy", "same-origin");

    private final Vertx vertx;
    private final Template login;
    private final Template notice;
    private final String style = read("/gateway/login.css");

    Pages(Vertx vertx, @Location("gateway/login") Template login, @Location("gateway/notice") Template notice) {
        this.vertx = vertx;
        this.login = login;
        this.notice = notice;
    }

    /**
     * What the form shows.
     *
     * @param username as typed, or the one who may enter
     * @param next where to go afterwards, on this host
     * @param problem what went wrong, or empty
     * @param mustChange ask for a new password
     */
    record Form(String username, String next, String problem, boolean mustChange) {}

    void login(HttpServerRequest request, int status, Cockpit cockpit, Form form) {
        html(
                request,
                status,
                login.data("person", cockpit.person())
                        .data("organization", cockpit.organization())
                        .data("username", form.username())
                        .data("next", form.next())
                        .data("problem", form.problem())
                        .data("mustChange", form.mustChange())
                        .render());
    }

    /** Why nothing else can be shown: a page for a person, a problem for anything else. */
    void notice(Visit visit, int status, Notice words) {
        var request = visit.request();
        if (words.again()) {
            request.response().putHeader("Retry-After", "5");
        }
        if (visit.wantsPage()) {
            html(request, status, render(words));
        } else {
            Replies.problem(vertx, request, status, slug(status), words.title(), words.sentence());
        }
    }

    private static String slug(int status) {
        return switch (status) {
            case 502 -> "bad-gateway";
            case 504 -> "gateway-timeout";
            default -> "unavailable";
        };
    }

    private String render(Notice words) {
        return notice.data("title", words.title())
                .data("sentence", words.sentence())
                .data("again", words.again())
                .render();
    }

    void style(HttpServerRequest request) {
        request.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/css;charset=utf-8")
                .putHeader(HttpHeaders.CACHE_CONTROL, "public, max-age=300");
        Replies.send(vertx, request, 200, style);
    }

    private void html(HttpServerRequest request, int status, String page) {
        HTML.forEach(request.response()::putHeader);
        Replies.send(vertx, request, status, page);
    }

    private static String read(String resource) {
        try (InputStream in = Pages.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("missing in the build: " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
