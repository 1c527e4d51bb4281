package hero.deployer.agent;

import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Semaphore;

import hero.deployer.agent.protocol.HealthReport;

/** The protocol's calls: parse, act, answer. */
final class Routes {
    private static final int PROTOCOL = 1;
    private static final String BUILDS = "/v1/build";
    private static final String ARTIFACTS = "/v1/artifacts/";
    private static final String OPERATIONS = "/v1/operations/";
    private static final int LONGEST_WAIT = 60;
    private static final int MOST_UPLOADS = 2;
    private static final Duration UPLOAD_STALL = Duration.ofSeconds(30);

    private final AgentConfig config;
    private final Journal journal;
    private final ArtifactStore artifacts;
    private final Intake intake;
    private final Stack stack;
    private final StackLog log;
    private final Semaphore uploads = new Semaphore(MOST_UPLOADS);
    private final String bootId = UUID.randomUUID().toString();

    Routes(AgentConfig config, Journal journal, ArtifactStore artifacts, Intake intake, Stack stack, StackLog log) {
        this.config = config;
        this.journal = journal;
        this.artifacts = artifacts;
        this.intake = intake;
        this.stack = stack;
        this.log = log;
    }

    void handle(Call call) throws IOException, InterruptedException {
        var bearer = call.bearer();
        if (bearer == null || !Sha256.matches(bearer, config.tokenSha256())) {
            throw new Refusal(401, "unauthorized", "The bearer token is missing or wrong.");
        }
        var path = call.path();
        if (path.startsWith(ARTIFACTS)) {
            artifact(call, path.substring(ARTIFACTS.length()));
        } else if (path.startsWith(OPERATIONS)) {
            expect(call, "GET");
            operation(call, path.substring(OPERATIONS.length()));
        } else {
            plain(call, path);
        }
    }

    private void plain(Call call, String path) throws IOException {
        switch (path) {
            case "/v1/health" -> {
                expect(call, "GET");
                call.json(200, Wire.of(health()));
            }
            case BUILDS -> {
                expect(call, "PUT");
                install(call);
            }
            case "/v1/log" -> {
                expect(call, "GET");
                call.text(log.tail((int) Math.min(call.number("tail", 16 << 10), Integer.MAX_VALUE)));
            }
            case "/v1/stop" -> {
                expect(call, "POST");
                intake.stop();
                call.empty(202);
            }
            case "/v1/start" -> {
                expect(call, "POST");
                intake.start();
                call.empty(202);
            }
            default -> throw Refusal.notFound("such path");
        }
    }

    private static void expect(Call call, String method) {
        if (!call.method().equals(method)) {
            throw new Refusal(405, "method-not-allowed", "This path answers " + method + " only.");
        }
    }

    private HealthReport health() {
        var view = stack.view();
        return new HealthReport(
                PROTOCOL,
                AgentVersion.VERSION,
                config.instance(),
                bootId,
                view.status().wire(),
                view.build(),
                view.since(),
                journal.state().open().map(Operation::id).orElse(null));
    }

    private void install(Call call) throws IOException {
        try {
            var command = Commands.parse(call.json(), config.maxArtifactBytes());
            intake.install(command);
        } catch (IllegalArgumentException e) {
            throw Refusal.badRequest(String.valueOf(e.getMessage()));
        }
        call.empty(202);
    }

    private void operation(Call call, String id) throws IOException, InterruptedException {
        var wait = Duration.ofSeconds(Math.clamp(call.number("wait", 0), 0, LONGEST_WAIT));
        call.extend(wait.plusSeconds(10));
        var operation = journal.await(id, call.number("after", -1), wait)
                .orElseThrow(() -> Refusal.notFound("operation of that name"));
        call.json(200, Wire.of(operation.report()));
    }

    private void artifact(Call call, String sha256) throws IOException {
        if (!Commands.isHash(sha256)) {
            throw Refusal.notFound("artifact of that name");
        }
        switch (call.method()) {
            case "HEAD" -> call.empty(artifacts.has(sha256) ? 200 : 404);
            case "PUT" -> receive(call, sha256);
            default -> throw new Refusal(405, "method-not-allowed", "An artifact answers HEAD and PUT.");
        }
    }

    private void receive(Call call, String sha256) throws IOException {
        long length = call.length();
        if (length < 0) {
            throw new Refusal(411, "length-required", "An artifact needs its Content-Length.");
        }
        if (length > config.maxArtifactBytes()) {
            throw new Refusal(
                    413, "too-large", "An artifact may have " + config.maxArtifactBytes() + " bytes at the most.");
        }
        if (!uploads.tryAcquire()) {
            throw new Refusal(503, "busy", "Other artifacts are coming in; try again.");
        }
        try {
            artifacts.receive(sha256, call.body(), length, done -> call.extend(UPLOAD_STALL));
        } catch (WrongHashException e) {
            throw new Refusal(422, "wrong-hash", "The bytes received have another hash than " + sha256 + ".");
        } catch (EOFException e) {
            throw Refusal.badRequest("The upload ended early: " + e.getMessage());
        } finally {
            uploads.release();
        }
        call.empty(201);
    }
}
