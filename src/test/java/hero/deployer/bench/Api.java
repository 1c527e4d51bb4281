package hero.deployer.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;

import io.vertx.core.json.JsonObject;

/** Speaks with the deployer as an integrator does, with a token that {@link Seed} put there. */
final class Api {
    static final String TOKEN = "hero_the-token-of-the-bench";
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final int port;

    Api(int port) {
        this.port = port;
    }

    int status(String path) throws IOException, InterruptedException {
        return client.send(request(path).GET().build(), BodyHandlers.discarding())
                .statusCode();
    }

    JsonObject get(String path) throws IOException, InterruptedException {
        return json(client.send(request(path).GET().build(), BodyHandlers.ofString()));
    }

    JsonObject post(String path, JsonObject body) throws IOException, InterruptedException {
        return json(client.send(
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body.encode()))
                        .build(),
                BodyHandlers.ofString()));
    }

    void delete(String path) throws IOException, InterruptedException {
        json(client.send(request(path).DELETE().build(), BodyHandlers.ofString()));
    }

    void postFile(String path, Path file) throws IOException, InterruptedException {
        json(client.send(
                request(path)
                        .header("Content-Type", "application/gzip")
                        .POST(BodyPublishers.ofFile(file))
                        .build(),
                BodyHandlers.ofString()));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + TOKEN);
    }

    private static JsonObject json(HttpResponse<String> answer) {
        if (answer.statusCode() >= 300) {
            throw new IllegalStateException(
                    answer.request().uri() + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return answer.body().isEmpty() ? new JsonObject() : new JsonObject(answer.body());
    }
}
