package hero.deployer.instance;

import java.nio.file.Path;
import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

import hero.deployer.agent.protocol.HealthReport;
import hero.deployer.agent.protocol.InstallBuild;
import hero.deployer.agent.protocol.OperationReport;
import hero.deployer.instance.Instances.InstanceRow;

/**
 * Calls the agents. Every call has a deadline and a bounded body, follows no redirect, and fails with a
 * {@link hero.deployer.base.FailureException}: transient when the agent did not answer, refused when it said no.
 */
@ApplicationScoped
public class AgentClient {

    /** {@code GET /v1/health}; 64 KiB read at the most. */
    public Uni<HealthReport> health(InstanceRow instance, Duration deadline) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** {@code HEAD /v1/artifacts/{sha256}}. */
    public Uni<Boolean> hasArtifact(InstanceRow instance, String sha256) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** {@code PUT /v1/artifacts/{sha256}}, streamed from the file. */
    public Uni<Void> putArtifact(InstanceRow instance, String sha256, long size, Path file, Duration deadline) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** {@code PUT /v1/build}. */
    public Uni<Void> install(InstanceRow instance, InstallBuild command) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** {@code GET /v1/operations/{id}?after=&wait=}; waits up to {@code wait} and a little. */
    public Uni<OperationReport> operation(InstanceRow instance, String operation, long after, Duration wait) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** {@code GET /v1/log?tail=}. */
    public Uni<String> log(InstanceRow instance, int tailBytes) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** {@code POST /v1/stop}. */
    public Uni<Void> stop(InstanceRow instance) {
        throw new UnsupportedOperationException("skeleton");
    }
}
