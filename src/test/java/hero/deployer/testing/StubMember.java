package hero.deployer.testing;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * The state of one stand-in agent and its answers in protocol version 1, without a socket or a process of its own. It lives on one event
 * loop, so that it needs no locks; what others read is volatile.
 */
final class StubMember {
    /** Of how many past operations it can still tell. */
    private static final int REMEMBERED = 16;

    private static final long NEVER = Long.MIN_VALUE;

    final String instance;
    final Vertx vertx;
    private final Predicate<String> knowsToken;
    private final StubTally tally;
    private volatile String bootId = UUID.randomUUID().toString();
    private final Set<String> artifacts = new HashSet<>(2);
    private final Map<String, StubOperation> operations = new LinkedHashMap<>(2);

    private volatile Manner manner = Manner.WORKS;
    private volatile @Nullable String build;
    private volatile String status = "starting";
    private volatile String since = Instant.now().toString();
    private volatile int installs;
    private volatile int probes;
    private volatile @Nullable JsonObject lastInstall;
    private @Nullable StubOperation current;
    private long fence;
    private long probedAt = NEVER;

    /** @param knowsToken whether a bearer token is this instance's */
    StubMember(Vertx vertx, String instance, Predicate<String> knowsToken, StubTally tally) {
        this.vertx = vertx;
        this.instance = instance;
        this.knowsToken = knowsToken;
        this.tally = tally;
    }

    Manner manner() {
        return manner;
    }

    /** From now on, for operations under way as well. */
    void manner(Manner next) {
        manner = next;
    }

    @Nullable
    String build() {
        return build;
    }

    /** As if the stack had died or come back. */
    void status(String next) {
        status = next;
        since = Instant.now().toString();
    }

    /** As if the agent had been started anew. */
    void reboot() {
        bootId = UUID.randomUUID().toString();
    }

    /** As if it had always run this. */
    void runs(String version, String nextStatus) {
        build = version;
        status(nextStatus);
    }

    int probes() {
        return probes;
    }

    int installs() {
        return installs;
    }

    @Nullable
    JsonObject lastInstall() {
        return lastInstall;
    }

    void handle(HttpServerRequest request) {
        tally.requests++;
        switch (manner.door()) {
            case OPEN -> answer(request);
            case HANGS -> request.resume();
            case DRIPS -> StubFaults.drip(vertx, request);
            case RESETS -> StubFaults.reset(request.connection());
            case GONE -> request.connection().close();
            case GARBAGE -> StubFaults.garbage(request);
            case FLOODS -> StubFaults.flood(request);
            case REDIRECTS ->
                request.response()
                        .setStatusCode(302)
                        .putHeader("Location", "http://127.0.0.1:9/elsewhere")
                        .end();
        }
    }

    private void answer(HttpServerRequest request) {
        var header = request.getHeader("Authorization");
        if (header == null || !header.startsWith("Bearer ") || !knowsToken.test(header.substring("Bearer ".length()))) {
            StubReplies.refuse(request, 401, "unauthorized");
        } else if (request.path().equals("/v1/health")
                && request.method().name().equals("GET")) {
            tellHealth(request);
        } else {
            route(request);
        }
    }

    private void tellHealth(HttpServerRequest request) {
        long now = System.nanoTime();
        probes++;
        tally.probed(probedAt == NEVER ? -1 : now - probedAt);
        probedAt = now;
        int pause = manner.healthMillis();
        if (pause == 0) {
            StubReplies.json(request, 200, health());
        } else {
            vertx.setTimer(pause, timer -> StubReplies.json(request, 200, health()));
        }
    }

    private void route(HttpServerRequest request) {
        String path = request.path();
        String call = request.method() + " " + path.replaceFirst("^(/v1/(?:artifacts|operations)/).+$", "$1");
        switch (call) {
            case "HEAD /v1/artifacts/" ->
                request.response()
                        .setStatusCode(artifacts.contains(last(path)) ? 200 : 404)
                        .end();
            case "PUT /v1/artifacts/" -> receive(request, last(path));
            case "PUT /v1/build" -> request.body().onSuccess(body -> take(request, body.toJsonObject()));
            case "GET /v1/operations/" -> report(request, last(path));
            case "GET /v1/log" -> request.response().end("stub of " + instance + "\n");
            case "POST /v1/stop" -> {
                status("failed");
                StubReplies.json(request, 202, health());
            }
            case "POST /v1/start" -> {
                status("healthy");
                StubReplies.json(request, 202, health());
            }
            default -> StubReplies.refuse(request, 404, "not-found");
        }
    }

    private JsonObject health() {
        var running = current;
        return new JsonObject()
                .put("protocol", 1)
                .put("agent", "stub")
                .put("instance", instance)
                .put("bootId", bootId)
                .put("status", status)
                .put("build", build)
                .put("since", since)
                .put("operation", running == null || running.ended() ? null : running.id);
    }

    private void receive(HttpServerRequest request, String sha256) {
        var digest = Hashes.digest();
        request.handler(chunk -> digest.update(chunk.getBytes()));
        request.endHandler(end -> {
            if (!HexFormat.of().formatHex(digest.digest()).equals(sha256)) {
                StubReplies.refuse(request, 422, "wrong-hash");
                return;
            }
            later(manner.uploadMillis(), () -> {
                artifacts.add(sha256);
                request.response().setStatusCode(201).end();
            });
        });
    }

    private void take(HttpServerRequest request, JsonObject command) {
        later(manner.putMillis(), () -> install(request, command));
    }

    private void later(int millis, Runnable work) {
        if (millis == 0) {
            work.run();
        } else {
            vertx.setTimer(millis, timer -> work.run());
        }
    }

    private void install(HttpServerRequest request, JsonObject command) {
        var known = operations.get(command.getString("operation"));
        if (known != null) {
            StubReplies.json(request, 202, known.json());
        } else if (command.getLong("fence") < fence) {
            StubReplies.refuse(request, 409, "stale");
        } else if (command.getString("mirror") == null && !artifacts.contains(command.getString("sha256"))) {
            StubReplies.refuse(request, 409, "artifact-missing");
        } else {
            accept(request, command);
        }
    }

    private void accept(HttpServerRequest request, JsonObject command) {
        fence = command.getLong("fence");
        installs++;
        lastInstall = command;
        if (current != null) {
            current.supersede();
        }
        var operation = new StubOperation(this, command);
        current = operation;
        remember(operation);
        tally.begun();
        StubReplies.json(request, 202, operation.json());
        operation.begin();
    }

    private void remember(StubOperation operation) {
        if (operations.size() >= REMEMBERED) {
            operations.remove(operations.keySet().iterator().next());
        }
        operations.put(operation.id, operation);
    }

    /** An operation has ended, however it did. */
    void over(StubOperation operation) {
        tally.ended();
    }

    private void report(HttpServerRequest request, String id) {
        var operation = operations.get(id);
        if (operation == null) {
            StubReplies.refuse(request, 404, "not-found");
            return;
        }
        long after = Long.parseLong(request.getParam("after", "-1"));
        long wait = Long.parseLong(request.getParam("wait", "0"));
        operation.whenPast(after, wait * 1000, () -> StubReplies.json(request, 200, operation.json()));
    }

    /** Knows a token by its SHA-256, as real agents do. */
    static Predicate<String> bySha256(String tokenSha256) {
        return token -> Hashes.sha256(token.getBytes(StandardCharsets.UTF_8)).equals(tokenSha256);
    }

    private static String last(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
