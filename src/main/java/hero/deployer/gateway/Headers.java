package hero.deployer.gateway;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/** What of a request's and an answer's headers crosses the gateway. */
final class Headers {
    /** They speak of one connection, not of the message. */
    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "http2-settings",
            "alt-svc");

    /** What only a proxy may say. Ours says it anew; from anybody else it is a lie. */
    private static final List<String> FORWARDED = List.of(
            "forwarded",
            "x-forwarded-for",
            "x-forwarded-host",
            "x-forwarded-port",
            "x-forwarded-proto",
            "x-forwarded-prefix",
            "x-forwarded-server",
            "x-forwarded-ssl",
            "x-original-url",
            "x-rewrite-url",
            "x-real-ip");

    private static final String CLEAR_SITE_DATA = "Clear-Site-Data";
    private static final Set<String> ITS_OWN = Set.of("\"cache\"", "\"storage\"", "\"executionContexts\"");

    private Headers() {}

    /** The headers of a visitor's request as the cockpit gets them. */
    static MultiMap copyForUpstream(HttpServerRequest from, String scheme) {
        var headers = MultiMap.caseInsensitiveMultiMap().addAll(from.headers());
        dropHopByHop(headers);
        FORWARDED.forEach(headers::remove);
        // we answered it already
        headers.remove(HttpHeaders.EXPECT);
        headers.remove(HttpHeaders.HOST);
        var cookies = headers.getAll(HttpHeaders.COOKIE);
        headers.remove(HttpHeaders.COOKIE);
        CookieRules.forUpstream(cookies).ifPresent(kept -> headers.set(HttpHeaders.COOKIE, kept));
        if (from.version() == HttpVersion.HTTP_2) {
            // the server would compress what is compressed once more
            headers.set(HttpHeaders.ACCEPT_ENCODING, HttpHeaders.IDENTITY);
        }
        headers.set("X-Forwarded-For", Visit.address(from));
        headers.set("X-Forwarded-Host", from.authority().toString());
        headers.set("X-Forwarded-Proto", scheme);
        return headers;
    }

    /** Makes the headers of a cockpit's answer fit for the browser. */
    static void fromUpstream(MultiMap headers) {
        dropHopByHop(headers);
        var cookies = headers.getAll(HttpHeaders.SET_COOKIE);
        headers.remove(HttpHeaders.SET_COOKIE);
        for (String cookie : cookies) {
            CookieRules.fromUpstream(cookie).ifPresent(kept -> headers.add(HttpHeaders.SET_COOKIE, kept));
        }
        var clears = headers.getAll(CLEAR_SITE_DATA);
        if (!clears.stream().allMatch(Headers::isItsOwn)) {
            headers.remove(CLEAR_SITE_DATA);
        }
    }

    /** Whether it clears nothing but what the cockpit keeps for itself: our cookie is on the same host. */
    private static boolean isItsOwn(String cleared) {
        return Stream.of(cleared.split(",", -1)).map(String::strip).allMatch(ITS_OWN::contains);
    }

    private static void dropHopByHop(MultiMap headers) {
        // a Connection header names further ones
        for (String named : headers.getAll(HttpHeaders.CONNECTION)) {
            for (String name : named.split(",", -1)) {
                String header = name.strip().toLowerCase(Locale.ROOT);
                if (!header.isEmpty() && !header.equals("cookie") && !header.equals("host")) {
                    headers.remove(header);
                }
            }
        }
        HOP_BY_HOP.forEach(headers::remove);
    }
}
