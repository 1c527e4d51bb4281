package hero.deployer.agent;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Installs from a mirror, good and bad. */
class MirrorTest {
    private static final byte[] ONE = Archives.stack("healthy", "one");

    @TempDir
    Path folder;

    private AgentHandle agent = new AgentHandle(Path.of(""));
    private HttpServer mirror = newServer();
    private final AtomicInteger credentials = new AtomicInteger();

    private static HttpServer newServer() {
        try {
            return HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @BeforeEach
    void start() {
        agent = new AgentHandle(folder).start("");
        mirror.setExecutor(Executors.newCachedThreadPool());
        mirror.createContext("/good", exchange -> serve(exchange, ONE));
        mirror.createContext("/other", exchange -> serve(exchange, Archives.stack("healthy", "two")));
        mirror.createContext("/long", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            endless(exchange);
        });
        mirror.createContext("/moved", exchange -> redirect(exchange, "/good"));
        mirror.createContext("/loop", exchange -> redirect(exchange, "/loop"));
        mirror.createContext("/file", exchange -> redirect(exchange, "file:///etc/passwd"));
        mirror.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        mirror.stop(0);
        agent.close();
        assertThat(credentials).hasValue(0);
    }

    private void serve(HttpExchange exchange, byte[] body) throws IOException {
        if (exchange.getRequestHeaders().containsKey("Authorization")) {
            credentials.incrementAndGet();
        }
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static void endless(HttpExchange exchange) {
        var block = new byte[8 << 10];
        try (exchange) {
            while (true) {
                exchange.getResponseBody().write(block);
            }
        } catch (IOException e) {
            assertThat(e).as("the agent hangs up").isNotNull();
        }
    }

    private static void redirect(HttpExchange exchange, String to) throws IOException {
        exchange.getResponseHeaders().set("Location", to);
        exchange.sendResponseHeaders(302, -1);
        exchange.close();
    }

    private Map<String, Object> installFrom(String path) {
        var command = agent.command("op" + path.replace('/', '-'), "1.0", ONE);
        command.put("mirror", "http://127.0.0.1:" + mirror.getAddress().getPort() + path);
        assertThat(agent.put(command).statusCode()).isEqualTo(202);
        return agent.end("op" + path.replace('/', '-'));
    }

    @Test
    void fetchesWhatItDoesNotHave() {
        assertThat(installFrom("/moved")).containsEntry("state", "succeeded");
        assertThat(agent.stack("/")).isEqualTo("one");
    }

    @Test
    void refusesAMirrorThatOffersSomethingElse() throws IOException {
        for (var path : new String[] {"/other", "/long", "/nowhere", "/loop", "/file"}) {
            assertThat(installFrom(path)).as(path).containsEntry("state", "failed");
        }
        assertThat(Disk.list(agent.data().resolve("artifacts"))).isEmpty();
    }
}
