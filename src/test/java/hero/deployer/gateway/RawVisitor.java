package hero.deployer.gateway;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.vertx.core.Vertx;

import static org.assertj.core.api.Assertions.assertThat;

/** The person of a cockpit, signed in, who speaks to it byte by byte. */
final class RawVisitor implements AutoCloseable {
    private static final AtomicInteger NEXT = new AtomicInteger();
    private static final int PATIENCE_MILLIS = 20_000;

    final Browser browser;
    final String host;
    private final int port;

    RawVisitor(Vertx vertx, Cockpits cockpits, int port, String address) throws Exception {
        String person = "raw" + NEXT.incrementAndGet();
        String oneTime = cockpits.add("gateway-raw", person, address);
        this.port = port;
        this.host = person + "--gateway-raw.localhost:" + port;
        this.browser = new Browser(vertx, person + "--gateway-raw.localhost", port);
        var in = browser.post(
                "/.hero/login",
                Map.of("username", person, "password", oneTime, "newPassword", "a much better password"));
        assertThat(in.status()).as(in.body()).isEqualTo(303);
    }

    String cookie() {
        return browser.cookieHeader();
    }

    /** The whole answer as Latin-1, until the other side hangs up. */
    String get(String target, String... headers) throws IOException {
        return ask("GET " + target + " HTTP/1.1", headers);
    }

    String ask(String line, String... headers) throws IOException {
        try (var socket = send(line, headers)) {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    /** Sends a head and leaves the rest to the caller. */
    Socket send(String line, String... headers) throws IOException {
        return write(line + "\r\nHost: " + host + "\r\nCookie: " + cookie() + "\r\nConnection: close\r\n"
                + (headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n") + "\r\n");
    }

    /** Two requests on one connection, which therefore find the same connections of ours; the second answer. */
    String secondOf(String first, String second, String... headers) throws IOException {
        String rest = "\r\nHost: " + host + "\r\nCookie: " + cookie() + "\r\nOrigin: http://" + host + "\r\n"
                + (headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n");
        try (var socket = write(first + rest + "\r\n")) {
            var in = socket.getInputStream();
            var head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) in.read());
            }
            assertThat(head).startsWith("HTTP/1.1 200");
            if (!first.startsWith("HEAD")) {
                assertThat(in.readNBytes(2)).asString().isEqualTo("ok");
            }
            socket.getOutputStream()
                    .write((second + rest + "Connection: close\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    Socket write(String bytes) throws IOException {
        var socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }

    @Override
    public void close() throws Exception {
        browser.close();
    }
}
