package hero.deployer.health;

import org.jspecify.annotations.Nullable;

import hero.deployer.agent.protocol.HealthReport;
import hero.deployer.base.Failure;

/** What one probe found. */
public sealed interface Observation {
    /**
     * The instance's own agent answered.
     *
     * @param status {@code starting}, {@code healthy}, {@code degraded} or {@code failed}
     * @param build what runs there
     * @param operation the install under way, or null
     * @param boot new at every start of the agent
     */
    record Answered(
            String status, @Nullable String build, @Nullable String operation, String boot) implements Observation {
        static Answered of(HealthReport report) {
            return new Answered(report.status(), report.build(), report.operation(), report.bootId());
        }
    }

    /** No answer that can be believed. */
    record Lost(Failure reason) implements Observation {}
}
