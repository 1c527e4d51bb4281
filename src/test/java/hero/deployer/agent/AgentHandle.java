package hero.deployer.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.jr.ob.JSON;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A real agent process on a data folder of its own, and a client that talks to it. */
final class AgentHandle implements AutoCloseable {
    static final String TOKEN = "token-of-the-test";
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private final Path folder;
    private final int port = freePort();
    private final int stackPort = freePort();
    private @Nullable Process process;
    private long fence;

    AgentHandle(Path folder) {
        this.folder = folder;
    }

    static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts the agent; with a fail point it dies there as by {@code kill -9}. */
    AgentHandle start(String failAt, String... settings) {
        launch(failAt, settings);
        await().until(this::answers);
        return this;
    }

    /** Starts the agent and does not wait for its first answer: it may die before. */
    void launch(String failAt, String... settings) {
        try {
            var config = folder.resolve("agent.properties");
            Files.writeString(config, config() + String.join("\n", settings) + "\n");
            var bundle = Path.of("target", "agent-bundle", "bin", "agent").toAbsolutePath();
            var builder = new ProcessBuilder(bundle.toString(), "--config", config.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            folder.resolve("out").toFile()));
            builder.environment().put("HERO_AGENT_FAIL_AT", failAt);
            builder.environment().put("SECRET_OF_THE_DEPLOYER", "must-not-leak");
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How it ended by itself. */
    int awaitEnd() throws InterruptedException {
        if (!process().waitFor(40, TimeUnit.SECONDS)) {
            throw new AssertionError("the agent still lives");
        }
        return process().exitValue();
    }

    private String config() {
        return """
                instance=o1m1
                organization=acme
                listen=127.0.0.1:%d
                stackPort=%d
                data=%s
                tokenSha256=%s
                maxArtifactBytes=5000000
                maxUnpackedBytes=5000000
                probeMillis=200
                firstBackoffMillis=300
                maxBackoffMillis=600
                stopGraceMillis=1000
                requestMillis=2000
                """.formatted(
                port, stackPort, data(), Archives.sha256(TOKEN.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    static org.awaitility.core.ConditionFactory await() {
        return Awaitility.await().atMost(40, TimeUnit.SECONDS).pollInterval(50, TimeUnit.MILLISECONDS);
    }

    private boolean answers() {
        try {
            return get("/v1/health").statusCode() == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    Path data() {
        return folder.resolve("data");
    }

    int port() {
        return port;
    }

    int stackPort() {
        return stackPort;
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(70))
                .header("Authorization", "Bearer " + TOKEN);
    }

    HttpResponse<String> send(HttpRequest request) {
        try {
            return HTTP.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<String> get(String path) {
        return send(request(path).GET().build());
    }

    HttpResponse<String> call(String method, String path, byte[] body) {
        return send(
                request(path).method(method, BodyPublishers.ofByteArray(body)).build());
    }

    Map<String, Object> json(String path) {
        try {
            return JSON.std.mapFrom(get(path).body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Map<String, Object> health() {
        return json("/v1/health");
    }

    void upload(byte[] artifact) {
        var answer = call("PUT", "/v1/artifacts/" + Archives.sha256(artifact), artifact);
        if (answer.statusCode() != 201) {
            throw new AssertionError("upload: " + answer.statusCode() + " " + answer.body());
        }
    }

    /** An install command with the next fence. */
    Map<String, Object> command(String operation, String version, byte[] artifact) {
        var command = new LinkedHashMap<String, Object>();
        command.put("operation", operation);
        command.put("fence", ++fence);
        command.put("version", version);
        command.put("sha256", Archives.sha256(artifact));
        command.put("size", artifact.length);
        command.put("environment", Map.of("HERO_PERSON", "ada"));
        command.put("healthPath", "/health");
        command.put("deadlineSeconds", 30);
        return command;
    }

    HttpResponse<String> put(Map<String, Object> command) {
        try {
            return call("PUT", "/v1/build", JSON.std.asBytes(command));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Uploads and commands; answers without waiting for the end. */
    void begin(String operation, String version, byte[] artifact) {
        upload(artifact);
        var answer = put(command(operation, version, artifact));
        if (answer.statusCode() != 202) {
            throw new AssertionError("install: " + answer.statusCode() + " " + answer.body());
        }
    }

    /** Installs and waits for the end. */
    Map<String, Object> install(String operation, String version, byte[] artifact) {
        begin(operation, version, artifact);
        return end(operation);
    }

    /** The operation's report when it ended. */
    Map<String, Object> end(String operation) {
        return await().until(
                        () -> json("/v1/operations/" + operation),
                        report -> List.of("succeeded", "rolled_back", "failed").contains(report.get("state")));
    }

    void awaitStatus(String status, String build) {
        await().until(
                        () -> health(),
                        health -> status.equals(health.get("status")) && build.equals(health.get("build")));
    }

    /** What the stack answers at the path, or nothing where none runs. */
    String stack(String path) {
        try {
            return HTTP.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + stackPort + path))
                                    .timeout(Duration.ofSeconds(5))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    List<ProcessHandle> stackProcesses() {
        return new Strays(data().toAbsolutePath().normalize()).find();
    }

    Process process() {
        if (process == null) {
            throw new IllegalStateException("not started");
        }
        return process;
    }

    /** As the kernel would do it: no goodbye. */
    void kill() throws InterruptedException {
        process().destroyForcibly().waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        if (process != null) {
            process.destroy();
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                kill();
            }
        }
        stackProcesses().forEach(ProcessHandle::destroyForcibly);
    }
}
