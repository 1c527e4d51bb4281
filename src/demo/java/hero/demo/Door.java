package hero.demo;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Answers one connection: the page, its files, health, or the clock. */
final class Door {
    private static final int IDLE_MILLIS = 30_000;
    private static final String POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self';"
            + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final Page page;
    private final boolean healthy;

    Door(Page page, boolean healthy) {
        this.page = page;
        this.healthy = healthy;
    }

    void answer(Socket socket) {
        try (socket) {
            socket.setSoTimeout(IDLE_MILLIS);
            socket.setTcpNoDelay(true);
            var in = new BufferedInputStream(socket.getInputStream());
            while (true) {
                var request = Request.read(in);
                if (request.path().equals("/clock") && request.upgrades()) {
                    new Clock(socket, in).run(request);
                    return;
                }
                respond(socket, request);
                if (!request.method().equals("GET") || "close".equalsIgnoreCase(request.headers().get("connection"))) {
                    return;
                }
            }
        } catch (IOException e) {
            // the browser went away, as browsers do
            Thread.currentThread().interrupt();
        }
    }

    private void respond(Socket socket, Request request) throws IOException {
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            send(socket, request, "405 Method Not Allowed", "text/plain", "Only GET is served here.\n");
            return;
        }
        switch (request.path()) {
            case "/" -> send(socket, request, "200 OK", "text/html", page.html());
            case "/cockpit.css" -> send(socket, request, "200 OK", "text/css", Page.file("cockpit.css"));
            case "/cockpit.js" -> send(socket, request, "200 OK", "text/javascript", Page.file("cockpit.js"));
            case "/cockpit.svg" -> send(socket, request, "200 OK", "image/svg+xml", Page.file("cockpit.svg"));
            case "/health" -> send(
                    socket,
                    request,
                    healthy ? "200 OK" : "503 Service Unavailable",
                    "text/plain",
                    healthy ? "ready\n" : "the store cannot be opened\n");
            default -> send(socket, request, "404 Not Found", "text/plain", "There is nothing here.\n");
        }
    }

    private static void send(Socket socket, Request request, String status, String type, String text)
            throws IOException {
        var body = text.getBytes(StandardCharsets.UTF_8);
        boolean keep = request.method().equals("GET") && !"close".equalsIgnoreCase(request.headers().get("connection"));
        var head = "HTTP/1.1 " + status + "\r\nContent-Type: " + type + "; charset=utf-8\r\nContent-Length: "
                + body.length + "\r\nContent-Security-Policy: " + POLICY
                + "\r\nX-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\nCache-Control: no-cache\r\nConnection: "
                + (keep ? "keep-alive" : "close") + "\r\n\r\n";
        var out = socket.getOutputStream();
        out.write(Request.ascii(head));
        if (!request.method().equals("HEAD")) {
            out.write(body);
        }
        out.flush();
    }
}
