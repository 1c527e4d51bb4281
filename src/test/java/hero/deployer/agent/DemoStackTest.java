package hero.deployer.agent;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The demo builds as the project makes them, on a real agent. */
class DemoStackTest {
    @TempDir
    Path folder;

    private AgentHandle agent = new AgentHandle(Path.of(""));

    @BeforeEach
    void start() {
        agent = new AgentHandle(folder).start("");
    }

    @AfterEach
    void stop() throws InterruptedException {
        agent.close();
    }

    private static byte[] demo(String version) throws IOException {
        return Files.readAllBytes(Path.of("target", "demo", "demo-" + version + ".tar.gz"));
    }

    private Map<String, Object> install(String version, String person, int deadline) throws IOException {
        agent.upload(demo(version));
        var command = agent.command("op-" + version, version, demo(version));
        command.put("environment", Map.of("HERO_PERSON", person));
        command.put("deadlineSeconds", deadline);
        agent.put(command);
        return agent.end("op-" + version);
    }

    @Test
    void showsWhoseItIsAndItsBuild() throws IOException, InterruptedException {
        // Given
        assertThat(install("1.0.0", "ada", 60)).containsEntry("state", "succeeded");

        // When
        var page = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + agent.stackPort() + "/"))
                                .build(),
                        BodyHandlers.ofString());

        // Then
        assertThat(page.body()).contains("data-hero-cockpit=\"acme/ada\"", "build 1.0.0");
        assertThat(page.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy ->
                        assertThat(policy).contains("default-src 'none'").doesNotContain("unsafe"));
        assertThat(page.body()).doesNotContain("<style", "style=", "onclick").doesNotContainPattern("<script>");
    }

    @Test
    void escapesEveryName() throws IOException {
        // When
        install("1.1.0", "<script>alert('x')</script>\"@BUILD@", 60);

        // Then
        assertThat(agent.stack("/")).doesNotContain("<script>alert").contains("&lt;script&gt;alert(&#39;x&#39;)");
    }

    @Test
    void tellsTheTimeOverAWebSocket() throws Exception {
        // Given
        install("1.1.0", "ada", 60);
        var heard = new CompletableFuture<String>();
        var listener = new WebSocket.Listener() {
            @Override
            public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
                heard.complete(data.toString());
                return CompletableFuture.completedStage(null);
            }
        };

        // When
        var socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + agent.stackPort() + "/clock"), listener)
                .get(10, TimeUnit.SECONDS);
        socket.request(1);

        // Then
        assertThat(Instant.parse(heard.get(10, TimeUnit.SECONDS)))
                .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(1));
        socket.abort();
    }

    @Test
    void theBrokenBuildNeverGetsHealthyAndSaysWhy() throws IOException {
        // Given
        install("1.1.0", "ada", 60);

        // When
        var end = install("1.2.0-broken", "ada", 4);

        // Then
        assertThat(end).containsEntry("state", "rolled_back");
        assertThat(agent.get("/v1/log?tail=8000").body()).contains("cannot open its store");
        assertThat(agent.stack("/")).contains("build 1.1.0");
    }
}
