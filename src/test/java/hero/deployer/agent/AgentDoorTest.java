package hero.deployer.agent;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Knocks at the agent's door with what it must refuse. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AgentDoorTest {
    private static final byte[] STACK = Archives.stack("healthy", "one");

    @TempDir
    static Path folder;

    private AgentHandle agent = new AgentHandle(Path.of(""));

    @BeforeAll
    void start() {
        agent = new AgentHandle(folder).start("");
    }

    @AfterAll
    void stop() throws InterruptedException {
        agent.close();
    }

    private List<Path> artifacts() throws IOException {
        return Disk.list(agent.data().resolve("artifacts"));
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/health", "HEAD, /v1/artifacts/x", "PUT, /v1/artifacts/x", "PUT, /v1/build", "GET, /v1/operations/x",
        "GET, /v1/log", "POST, /v1/stop", "POST, /v1/start", "GET, /", "GET, /nowhere"
    })
    void answersNothingWithoutTheToken(String method, String path) {
        for (var authorization : List.of("", "Bearer wrong", "Basic " + AgentHandle.TOKEN, "Bearer ")) {
            var request =
                    HttpRequest.newBuilder(agent.request(path).build().uri()).method(method, BodyPublishers.noBody());
            if (!authorization.isEmpty()) {
                request.header("Authorization", authorization);
            }
            assertThat(agent.send(request.build()).statusCode()).isEqualTo(401);
        }
    }

    @Test
    void tellsItsHealthInLessThanAKilobyte() {
        // When
        var answer = agent.get("/v1/health");

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body().length()).isLessThan(1024);
        assertThat(agent.health())
                .containsEntry("protocol", 1)
                .containsEntry("instance", "o1m1")
                .containsEntry("status", "starting")
                .containsKeys("agent", "bootId", "since");
    }

    @Test
    void takesAnArtifactOnceItsHashIsRight() {
        // Given
        var artifact = "content".getBytes(StandardCharsets.UTF_8);
        var path = "/v1/artifacts/" + Archives.sha256(artifact);
        assertThat(agent.call("HEAD", path, new byte[0]).statusCode()).isEqualTo(404);

        // When
        int first = agent.call("PUT", path, artifact).statusCode();
        int again = agent.call("PUT", path, artifact).statusCode();

        // Then
        assertThat(List.of(first, again)).containsExactly(201, 201);
        assertThat(agent.call("HEAD", path, new byte[0]).statusCode()).isEqualTo(200);
    }

    @Test
    void refusesAWrongHashAndKeepsNothing() throws IOException {
        // Given
        var before = artifacts();
        var path = "/v1/artifacts/" + "0".repeat(64);

        // When
        var answer = agent.call("PUT", path, STACK);

        // Then
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("/problems/wrong-hash");
        assertThat(artifacts()).containsExactlyInAnyOrderElementsOf(before);
    }

    @Test
    void keepsNothingOfHalfAnUpload() throws IOException {
        // Given
        var before = artifacts();

        // When
        try (var socket = new Socket("127.0.0.1", agent.port())) {
            var head = "PUT /v1/artifacts/" + Archives.sha256(STACK) + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                    + AgentHandle.TOKEN + "\r\nContent-Length: " + STACK.length + "\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(STACK, 0, STACK.length / 2);
            AgentHandle.await().until(() -> artifacts().size() > before.size());
        }

        // Then
        AgentHandle.await().until(() -> artifacts().size() == before.size());
    }

    @Test
    void refusesAnArtifactOverTheLimitUnread() throws IOException {
        try (var socket = new Socket("127.0.0.1", agent.port())) {
            var head = "PUT /v1/artifacts/" + "1".repeat(64) + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                    + AgentHandle.TOKEN + "\r\nContent-Length: 5000001\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            var answer = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
            assertThat(answer).isEqualTo("HTTP/1.1 413");
        }
    }

    @Test
    void wantsToKnowTheLengthFirst() {
        var request = agent.request("/v1/artifacts/" + "1".repeat(64))
                .PUT(BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(STACK)))
                .build();
        assertThat(agent.send(request).statusCode()).isEqualTo(411);
    }

    @Test
    void refusesAHugeJsonBody() {
        assertThat(agent.call("PUT", "/v1/build", new byte[(64 << 10) + 1]).statusCode())
                .isEqualTo(413);
        var deep = "[".repeat(60_000).getBytes(StandardCharsets.UTF_8);
        assertThat(agent.call("PUT", "/v1/build", deep).statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "[]", "{\"operation\":", "\"text\"", "{}", "{\"operation\":\"\\ud800\"}"})
    void refusesABodyThatIsNoCommand(String body) {
        assertThat(agent.call("PUT", "/v1/build", body.getBytes(StandardCharsets.UTF_8))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void refusesInvalidUtf8() {
        var body = new byte[] {'{', '"', (byte) 0xff, (byte) 0xfe, '"', ':', '1', '}'};
        assertThat(agent.call("PUT", "/v1/build", body).statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "operation, ../x",
        "operation, 7",
        "fence, -1",
        "fence, 1.5",
        "version, a/b",
        "sha256, ABC",
        "size, 0",
        "size, 5000001",
        "mirror, ftp://example.org/x",
        "mirror, http://user:secret@example.org/x",
        "mirror, file:///etc/passwd",
        "healthPath, health",
        "healthPath, '/a b'",
        "deadlineSeconds, 0",
        "deadlineSeconds, 100000",
        "environment, text"
    })
    void namesTheFieldThatIsWrong(String field, String value) {
        // Given
        var command = agent.command("op-bad", "1", STACK);
        boolean number = value.matches("-?[0-9.]+");
        command.put(
                field,
                number ? (Object) (value.contains(".") ? Double.parseDouble(value) : Long.parseLong(value)) : value);

        // When
        var answer = agent.put(command);

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains(field + ":").doesNotContain("secret");
        assertThat(agent.get("/v1/operations/op-bad").statusCode()).isEqualTo(404);
    }

    @Test
    void refusesEnvironmentsThatAreNone() {
        for (var environment : List.<Map<String, Object>>of(
                Map.of("A=B", "c"), Map.of("A", 1), Map.of("A", "b\0c"), Map.of("", "x"))) {
            var command = agent.command("op-bad", "1", STACK);
            command.put("environment", environment);
            assertThat(agent.put(command).statusCode()).isEqualTo(400);
        }
    }

    @Test
    void saysThatTheArtifactIsMissing() {
        // When
        var answer = agent.put(agent.command("op-missing", "1", "not here".getBytes(StandardCharsets.UTF_8)));

        // Then
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("/problems/artifact-missing");
        assertThat(agent.get("/v1/operations/op-missing").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "DELETE, /v1/health, 405",
        "GET, /v1/build, 405",
        "GET, /v1/stop, 405",
        "GET, /, 404",
        "GET, /v1/operations/x, 404",
        "HEAD, /v1/artifacts/..%2f..%2fetc, 404",
        "GET, /v1/operations/x?wait=soon, 400",
        "GET, /v1/log?tail=x, 400"
    })
    void refusesWhatItDoesNotKnow(String method, String path, int status) {
        assertThat(agent.call(method, path, new byte[0]).statusCode()).isEqualTo(status);
    }

    @Test
    void dropsARequestThatDripsInTooSlowly() throws IOException {
        try (var socket = new Socket("127.0.0.1", agent.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write("GET /v1/health HT".getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void answersStillWhileManyConnectionsHang() throws IOException {
        // Given
        var sockets = IntStream.range(0, 30)
                .mapToObj(i -> {
                    try {
                        var socket = new Socket("127.0.0.1", agent.port());
                        socket.getOutputStream().write("GET /v1/hea".getBytes(StandardCharsets.US_ASCII));
                        return socket;
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                })
                .toList();

        // When, Then
        assertThat(agent.get("/v1/health").statusCode()).isEqualTo(200);
        for (var socket : sockets) {
            socket.close();
        }
    }

    @Test
    void keepsItsFolderToItself() throws IOException {
        assertThat(Files.getPosixFilePermissions(agent.data())).hasSize(3);
        assertThat(Files.getPosixFilePermissions(agent.data().resolve("state.json")))
                .hasSize(2);
    }
}
