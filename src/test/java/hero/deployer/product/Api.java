package hero.deployer.product;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** A client of the product: the JDK's, a cookie kept by hand, and the Host header free to choose. */
final class Api {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final int port;
    private final String host;
    private @Nullable String cookie;

    Api(int port) {
        this(port, "localhost:" + port);
    }

    /** A browser at another name of the same server, such as a cockpit's. */
    Api(int port, String host) {
        this.port = port;
        this.host = host;
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path).GET());
    }

    HttpResponse<String> delete(String path) throws IOException, InterruptedException {
        return send(request(path).DELETE());
    }

    HttpResponse<String> post(String path, JsonObject body) throws IOException, InterruptedException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.encode())));
    }

    HttpResponse<String> submit(String path, Map<String, String> form) throws IOException, InterruptedException {
        var body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return send(request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Origin", "http://" + host)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** The live stream, line by line, for as long as the caller reads. */
    HttpResponse<java.util.stream.Stream<String>> stream(String path) throws IOException, InterruptedException {
        return client.send(request(path).timeout(Duration.ofMinutes(5)).build(), HttpResponse.BodyHandlers.ofLines());
    }

    static JsonObject json(HttpResponse<String> response) {
        return new JsonObject(response.body());
    }

    private HttpRequest.Builder request(String path) {
        var builder = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(TIMEOUT)
                .header("Host", host);
        if (cookie != null) {
            builder.header("Cookie", cookie);
        }
        return builder;
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        var response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        response.headers().allValues("set-cookie").stream()
                .map(value -> value.split(";", 2)[0])
                .findFirst()
                .ifPresent(value -> cookie = value);
        return response;
    }
}
