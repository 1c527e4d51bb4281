package hero.deployer.instance;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;

import hero.deployer.agent.protocol.HealthReport;
import hero.deployer.agent.protocol.InstallBuild;
import hero.deployer.agent.protocol.OperationReport;
import hero.deployer.base.FailureException;

/**
 * Calls the agents. Every call has a deadline and a bounded body, follows no redirect, and fails with a
 * {@link hero.deployer.base.FailureException}: transient when the agent did not answer, refused when it said no.
 */
@ApplicationScoped
public class AgentClient {
    /** The code of a failure: the agent has neither the artifact nor where to fetch it from. */
    public static final String ARTIFACT_MISSING = "artifact-missing";
    /** The code of a failure: the agent never heard of the operation, or forgot it. */
    public static final String UNKNOWN_OPERATION = "unknown-operation";

    private static final AgentBody NOTHING = AgentBody.NOTHING;
    private static final String HEALTH = "/v1/health";
    private static final int MAX_TAIL = AgentExchange.MAX_BODY;

    private final AgentHttp http;
    private final ObjectMapper json;
    private final Duration deadline;

    AgentClient(AgentHttp http, ObjectMapper json, InstanceConfig config) {
        this.http = http;
        this.json = json;
        this.deadline = config.callDeadline();
    }

    /** {@code GET /v1/health}; 64 KiB read at the most. Fails, too, when another machine's agent answers. */
    public Uni<HealthReport> health(InstanceRow instance, Duration deadline) {
        return http.call(instance, HttpMethod.GET, HEALTH, NOTHING, deadline)
                .map(answer -> AgentAnswers.health(instance.id(), answer));
    }

    /** {@link #health} for thousands of probes a second: called on an event loop, it tells of its end there, exactly once. */
    public void probe(
            InstanceRow instance,
            Duration deadline,
            Consumer<HealthReport> answered,
            Consumer<FailureException> failed) {
        http.get(
                instance,
                HEALTH,
                deadline,
                answer -> {
                    HealthReport report;
                    try {
                        report = AgentAnswers.health(instance.id(), answer);
                    } catch (FailureException unbelievable) {
                        failed.accept(unbelievable);
                        return;
                    }
                    answered.accept(report);
                },
                failed);
    }

    /** {@code HEAD /v1/artifacts/{sha256}}. */
    public Uni<Boolean> hasArtifact(InstanceRow instance, String sha256) {
        return http.call(instance, HttpMethod.HEAD, artifact(sha256), NOTHING, deadline)
                .map(answer -> answer.status() != 404
                        && AgentAnswers.require(instance.id(), answer, 200).status() == 200);
    }

    /** {@code PUT /v1/artifacts/{sha256}}, streamed from the file; one it has already is taken again or passed over, as it likes. */
    public Uni<Void> putArtifact(InstanceRow instance, String sha256, long size, Path file, Duration deadline) {
        return http.call(instance, HttpMethod.PUT, artifact(sha256), new AgentBody.File(file, size), deadline)
                .invoke(answer -> AgentAnswers.require(instance.id(), answer, answer.status() == 200 ? 200 : 201))
                .replaceWithVoid();
    }

    /** {@code PUT /v1/build}. */
    public Uni<Void> install(InstanceRow instance, InstallBuild command) {
        return http.call(instance, HttpMethod.PUT, "/v1/build", new AgentBody.Bytes(bytes(command)), deadline)
                .invoke(answer -> AgentAnswers.require(instance.id(), answer, 202))
                .replaceWithVoid();
    }

    /** {@code GET /v1/operations/{id}?after=&wait=}; waits up to {@code wait} and a little. */
    public Uni<OperationReport> operation(InstanceRow instance, String operation, long after, Duration wait) {
        var uri = "/v1/operations/" + URLEncoder.encode(operation, StandardCharsets.UTF_8) + "?after=" + after
                + "&wait=" + wait.toSeconds();
        return http.call(instance, HttpMethod.GET, uri, NOTHING, wait.plus(deadline))
                .map(answer -> AgentAnswers.operation(instance.id(), operation, answer));
    }

    /** {@code GET /v1/log?tail=}: plain text, 64 KiB at the most. */
    public Uni<String> log(InstanceRow instance, int tailBytes) {
        var uri = "/v1/log?tail=" + Math.clamp(tailBytes, 0, MAX_TAIL);
        return http.call(instance, HttpMethod.GET, uri, NOTHING, deadline)
                .map(answer -> AgentAnswers.log(instance.id(), answer));
    }

    /** {@code POST /v1/stop}. */
    public Uni<Void> stop(InstanceRow instance) {
        return http.call(instance, HttpMethod.POST, "/v1/stop", NOTHING, deadline)
                .invoke(answer -> AgentAnswers.require(instance.id(), answer, 202))
                .replaceWithVoid();
    }

    private static String artifact(String sha256) {
        return "/v1/artifacts/" + URLEncoder.encode(sha256, StandardCharsets.UTF_8);
    }

    private Buffer bytes(InstallBuild command) {
        try {
            return Buffer.buffer(json.writeValueAsBytes(command));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A record of plain values is always JSON", e);
        }
    }
}
