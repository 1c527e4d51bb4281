package hero.deployer.testing;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * An agent without processes, in this JVM: speaks protocol version 1 on a real port, installs at once, and misbehaves as it is told to.
 * All stubs live on one event loop of their own, so their state needs no locks.
 */
public final class StubAgent implements AutoCloseable {
    private static final Vertx VERTX = Vertx.vertx(
            new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1).setInternalBlockingPoolSize(1));

    /** What the agent does with an install, or with everyone. */
    public enum Behaviour {
        /** Installs what it is told and is healthy. */
        WORKS,
        /** Unpacks and starts builds that never answer: back to the old one, or failed without one. */
        NEVER_HEALTHY,
        /** Fails every install at once. */
        FAILS_INSTALL,
        /** Begins every install and gets nowhere. */
        STUCK,
        /** Takes connections and requests and never answers. */
        HANGS,
        /** Cuts every connection. */
        DEAD
    }

    final String instance;
    final Vertx vertx = VERTX;
    private final String tokenSha256;
    private final String bootId = UUID.randomUUID().toString();
    private final Set<String> artifacts = new HashSet<>();
    private final Map<String, StubOperation> operations = new TreeMap<>();
    private final HttpServer agent = VERTX.createHttpServer();
    private final HttpServer cockpit = VERTX.createHttpServer();

    volatile Behaviour behaviour = Behaviour.WORKS;
    volatile int stepMillis = 15;
    volatile @Nullable String build;
    private volatile String status = "starting";
    private volatile String since = Instant.now().toString();
    private volatile int installs;
    private volatile @Nullable JsonObject lastInstall;
    private @Nullable StubOperation current;
    private long fence;

    private StubAgent(String instance, String tokenSha256) {
        this.instance = instance;
        this.tokenSha256 = tokenSha256;
        agent.requestHandler(this::guarded);
        cockpit.requestHandler(this::page);
        cockpit.webSocketHandler(socket -> socket.textMessageHandler(socket::writeTextMessage));
    }

    /** Listens on two free loopback ports. */
    public static Future<StubAgent> start(String instance, String tokenSha256) {
        var stub = new StubAgent(instance, tokenSha256);
        return stub.agent
                .listen(0, "127.0.0.1")
                .compose(listening -> stub.cockpit.listen(0, "127.0.0.1"))
                .map(stub);
    }

    public String agentAddress() {
        return "127.0.0.1:" + agent.actualPort();
    }

    public String cockpitAddress() {
        return "127.0.0.1:" + cockpit.actualPort();
    }

    /** From now on, for operations under way as well. */
    public StubAgent behave(Behaviour next) {
        behaviour = next;
        return this;
    }

    /** How long each of the four steps of an install takes. */
    public StubAgent stepMillis(int millis) {
        stepMillis = millis;
        return this;
    }

    /** As if the stack had died or come back: {@code healthy}, {@code degraded} or {@code failed}. */
    public StubAgent status(String next) {
        status = next;
        since = Instant.now().toString();
        return this;
    }

    public @Nullable String build() {
        return build;
    }

    /** How many different installs were accepted. */
    public int installs() {
        return installs;
    }

    /** The last accepted command of {@code PUT /v1/build}. */
    public @Nullable JsonObject lastInstall() {
        return lastInstall;
    }

    @Override
    public void close() {
        agent.close();
        cockpit.close();
    }

    private void guarded(HttpServerRequest request) {
        switch (behaviour) {
            case HANGS -> request.resume();
            case DEAD -> request.connection().close();
            default -> {
                if (bearerFits(request)) {
                    route(request);
                } else {
                    refuse(request, 401, "unauthorized");
                }
            }
        }
    }

    private boolean bearerFits(HttpServerRequest request) {
        String header = request.getHeader("Authorization");
        return header != null
                && header.startsWith("Bearer ")
                && Hashes.sha256(header.substring("Bearer ".length()).getBytes(StandardCharsets.UTF_8))
                        .equals(tokenSha256);
    }

    private void route(HttpServerRequest request) {
        String path = request.path();
        String call = request.method() + " " + path.replaceFirst("^(/v1/(?:artifacts|operations)/).+$", "$1");
        switch (call) {
            case "GET /v1/health" -> json(request, 200, health());
            case "HEAD /v1/artifacts/" ->
                request.response()
                        .setStatusCode(artifacts.contains(last(path)) ? 200 : 404)
                        .end();
            case "PUT /v1/artifacts/" -> receive(request, last(path));
            case "PUT /v1/build" -> request.body().onSuccess(body -> install(request, body.toJsonObject()));
            case "GET /v1/operations/" -> report(request, last(path));
            case "GET /v1/log" -> request.response().end("stub of " + instance + "\n");
            case "POST /v1/stop" -> {
                status("failed");
                json(request, 202, health());
            }
            case "POST /v1/start" -> {
                status("healthy");
                json(request, 202, health());
            }
            default -> refuse(request, 404, "not-found");
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
                refuse(request, 422, "wrong-hash");
                return;
            }
            artifacts.add(sha256);
            request.response().setStatusCode(201).end();
        });
    }

    private void install(HttpServerRequest request, JsonObject command) {
        var known = operations.get(command.getString("operation"));
        if (known != null) {
            json(request, 202, known.json());
        } else if (command.getLong("fence") < fence) {
            refuse(request, 409, "stale");
        } else if (command.getString("mirror") == null && !artifacts.contains(command.getString("sha256"))) {
            refuse(request, 409, "artifact-missing");
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
        operations.put(operation.id, operation);
        json(request, 202, operation.json());
        operation.begin();
    }

    private void report(HttpServerRequest request, String id) {
        var operation = operations.get(id);
        if (operation == null) {
            refuse(request, 404, "not-found");
            return;
        }
        long after = Long.parseLong(request.getParam("after", "-1"));
        long wait = Long.parseLong(request.getParam("wait", "0"));
        operation.whenPast(after, wait * 1000, () -> json(request, 200, operation.json()));
    }

    private void page(HttpServerRequest request) {
        if (build == null || behaviour == Behaviour.DEAD) {
            request.connection().close();
        } else if (behaviour != Behaviour.HANGS) {
            request.response()
                    .putHeader("Content-Type", "text/html")
                    .end("<p data-stub-cockpit=\"" + instance + "\">build " + build + "</p>");
        }
    }

    static void json(HttpServerRequest request, int status, JsonObject body) {
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(body.encode());
    }

    private static void refuse(HttpServerRequest request, int status, String slug) {
        if (request.method() == HttpMethod.HEAD) {
            request.response().setStatusCode(status).end();
            return;
        }
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/problem+json")
                .end(new JsonObject()
                        .put("type", "/problems/" + slug)
                        .put("title", slug)
                        .put("status", status)
                        .put("detail", "the stub says " + slug)
                        .encode());
    }

    private static String last(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
