package hero.deployer.health;

import org.jspecify.annotations.Nullable;

import hero.deployer.base.Failure;

/** What one probe found. */
public sealed interface Observation {
    /**
     * The instance's own agent answered.
     *
     * @param status {@code starting}, {@code healthy}, {@code degraded} or {@code failed}
     * @param build what runs there
     * @param operation the install under way, or null
     */
    record Answered(
            String status, @Nullable String build, @Nullable String operation) implements Observation {}

    /** No answer that can be believed. */
    record Lost(Failure reason) implements Observation {}
}
