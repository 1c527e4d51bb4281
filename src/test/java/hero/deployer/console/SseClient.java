package hero.deployer.console;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.restassured.RestAssured;
import io.vertx.core.json.JsonObject;
import org.awaitility.Awaitility;

/** Reads an event stream as a browser does. */
final class SseClient implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** One frame: its id, its type and its data, or a comment. */
    record Frame(String id, String event, JsonObject data, String comment) {}

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<Frame> frames = new CopyOnWriteArrayList<>();
    private final HttpResponse<Stream<String>> response;
    private final Thread reader;
    private volatile boolean ended;

    private SseClient(HttpResponse<Stream<String>> response) {
        this.response = response;
        this.reader = Thread.ofPlatform().daemon().start(this::read);
    }

    /** Opens {@code /api/v1/events} with a query (with its question mark) and headers. */
    static SseClient open(String token, String query, String... headers) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(
                        URI.create(RestAssured.baseURI + ":" + RestAssured.port + "/api/v1/events" + query))
                .header("Authorization", "Bearer " + token)
                .header("Accept", "text/event-stream");
        if (headers.length > 0) {
            request.headers(headers);
        }
        return new SseClient(HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofLines()));
    }

    HttpResponse<Stream<String>> response() {
        return response;
    }

    List<Frame> frames() {
        return frames;
    }

    Frame await(Predicate<Frame> wanted) {
        return Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> frames.stream().filter(wanted).findFirst(), found -> found.isPresent())
                .orElseThrow();
    }

    Frame awaitType(String type) {
        return await(frame -> frame.event().equals(type));
    }

    void awaitEnd() {
        Awaitility.await().atMost(PATIENCE).until(() -> ended);
    }

    private void read() {
        var part = new StringBuilder();
        try {
            response.body().forEach(line -> {
                if (line.isEmpty()) {
                    frames.add(frame(part.toString()));
                    part.setLength(0);
                } else {
                    part.append(line).append('\n');
                }
            });
        } catch (RuntimeException cut) {
            part.setLength(0);
        } finally {
            ended = true;
        }
    }

    private static Frame frame(String text) {
        var id = "";
        var event = "";
        var data = new JsonObject();
        var comment = "";
        for (var line : text.split("\n")) {
            if (line.startsWith("id: ")) {
                id = line.substring(4);
            } else if (line.startsWith("event: ")) {
                event = line.substring(7);
            } else if (line.startsWith("data: ")) {
                data = new JsonObject(line.substring(6));
            } else {
                comment = line;
            }
        }
        return new Frame(id, event, data, comment);
    }

    @Override
    public void close() {
        response.body().close();
        reader.interrupt();
        client.shutdownNow();
    }
}
