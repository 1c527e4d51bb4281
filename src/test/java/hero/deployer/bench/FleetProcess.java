package hero.deployer.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import io.vertx.core.json.JsonObject;

import hero.deployer.testing.FleetMain;

/** A fleet of agents in a process of its own. */
final class FleetProcess implements AutoCloseable {
    private final Program program;
    private final HttpClient client = HttpClient.newHttpClient();
    private final int size;
    private final int port;
    private final int control;

    FleetProcess(Path folder, int size, String prefix) throws Exception {
        this.size = size;
        this.port = Lab.freePort();
        this.control = Lab.freePort();
        this.program = Program.java(
                "fleet-" + port,
                folder,
                "96m",
                Map.of("DEPLOYER_FLEET_KEY", Lab.FLEET_KEY),
                FleetMain.class,
                Integer.toString(port),
                Integer.toString(size),
                prefix,
                Integer.toString(control));
        program.await("listens", Duration.ofSeconds(30), () -> program.hasSaid("fleet ready"));
    }

    int port() {
        return port;
    }

    int size() {
        return size;
    }

    double residentMiB() throws IOException {
        return ProcessStat.residentMiB(program.pid());
    }

    double cpuSeconds() throws IOException {
        return ProcessStat.cpuSeconds(program.pid());
    }

    JsonObject tally() throws IOException, InterruptedException {
        return call("GET", "/tally", "");
    }

    long probes() throws IOException, InterruptedException {
        return tally().getLong("probes");
    }

    void restart() throws IOException, InterruptedException {
        call("POST", "/restart", "");
    }

    void runs(String build) throws IOException, InterruptedException {
        call("POST", "/runs?build=" + build, "");
    }

    void behave(int from, int to, String manner) throws IOException, InterruptedException {
        call("POST", "/behave?from=" + from + "&to=" + to, manner);
    }

    private JsonObject call(String method, String path, String body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + control + path))
                .timeout(Duration.ofSeconds(20))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        var answer = client.send(request, BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException("the fleet refused " + path + ": " + answer.body());
        }
        return new JsonObject(answer.body());
    }

    @Override
    public void close() throws InterruptedException {
        program.close();
    }
}
