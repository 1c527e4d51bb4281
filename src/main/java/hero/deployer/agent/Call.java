package hero.deployer.agent;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import com.fasterxml.jackson.jr.ob.JSON;
import com.sun.net.httpserver.HttpExchange;
import org.jspecify.annotations.Nullable;

/** One request and its one answer. */
final class Call {
    private static final int MOST_JSON = 64 << 10;

    private final HttpExchange exchange;
    private boolean answered;

    Call(HttpExchange exchange) {
        this.exchange = exchange;
    }

    String method() {
        return exchange.getRequestMethod();
    }

    String path() {
        var path = exchange.getRequestURI().getRawPath();
        return path == null ? "" : path;
    }

    @Nullable
    String bearer() {
        var header = exchange.getRequestHeaders().getFirst("Authorization");
        return header != null && header.regionMatches(true, 0, "Bearer ", 0, 7)
                ? header.substring(7).strip()
                : null;
    }

    /** A number of the query, or the default where there is none. */
    long number(String name, long otherwise) {
        var query = exchange.getRequestURI().getRawQuery();
        for (var pair : query == null ? new String[0] : query.split("&")) {
            if (pair.startsWith(name + "=")) {
                try {
                    return Long.parseLong(pair.substring(name.length() + 1));
                } catch (NumberFormatException e) {
                    throw Refusal.badRequest(name + ": must be a whole number");
                }
            }
        }
        return otherwise;
    }

    /** The announced length of the body, or -1 where it is not announced. */
    long length() {
        var header = exchange.getRequestHeaders().getFirst("Content-Length");
        try {
            return header == null ? -1 : Long.parseLong(header);
        } catch (NumberFormatException e) {
            throw Refusal.badRequest("Content-Length: must be a whole number");
        }
    }

    InputStream body() {
        return exchange.getRequestBody();
    }

    /** Lets this request take longer than the usual one. */
    void extend(Duration deadline) {
        RequestThreads.extend(deadline);
    }

    Fields json() throws IOException {
        if (length() > MOST_JSON) {
            throw new Refusal(413, "too-large", "A JSON body may have " + MOST_JSON + " bytes at the most.");
        }
        var bytes = body().readNBytes(MOST_JSON + 1);
        if (bytes.length > MOST_JSON) {
            throw new Refusal(413, "too-large", "A JSON body may have " + MOST_JSON + " bytes at the most.");
        }
        try {
            return new Fields(JSON.std.mapFrom(bytes));
        } catch (IOException e) {
            throw Refusal.badRequest("The body is no JSON object.");
        }
    }

    void empty(int status) throws IOException {
        answered = true;
        exchange.sendResponseHeaders(status, -1);
    }

    void json(int status, Map<String, ?> json) throws IOException {
        bytes(status, "application/json", JSON.std.asBytes(json));
    }

    void text(String text) throws IOException {
        bytes(200, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    void problem(Refusal refusal) throws IOException {
        if (answered) {
            return;
        }
        if (refusal.status() == 401) {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
        }
        if (length() > 0 || exchange.getRequestHeaders().containsKey("Transfer-Encoding")) {
            // the rest of the body is not worth reading
            exchange.getResponseHeaders().set("Connection", "close");
        }
        var json = new LinkedHashMap<String, Object>();
        json.put("type", "/problems/" + refusal.slug());
        json.put("title", refusal.slug().replace('-', ' '));
        json.put("status", refusal.status());
        json.put("detail", refusal.detail());
        bytes(refusal.status(), "application/problem+json", JSON.std.asBytes(json));
    }

    private void bytes(int status, String type, byte[] bytes) throws IOException {
        answered = true;
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        if (method().equals("HEAD") || bytes.length == 0) {
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.sendResponseHeaders(status, bytes.length);
        // sent before the rest of the request is drained: one who is refused hears of it while still sending
        var out = exchange.getResponseBody();
        out.write(bytes);
        out.flush();
    }
}
