package hero.deployer.agent.protocol;

import org.jspecify.annotations.Nullable;

/**
 * {@code GET /v1/health}: the truth of now.
 *
 * @param protocol 1
 * @param agent the agent's version
 * @param instance the instance's id
 * @param bootId new at every start of the agent
 * @param status {@code starting}, {@code healthy}, {@code degraded} or {@code failed}
 * @param build the version that runs, or null before the first
 * @param since when the status began, ISO 8601 UTC
 * @param operation the id of the operation under way, or null
 */
public record HealthReport(
        int protocol,
        String agent,
        String instance,
        String bootId,
        String status,
        @Nullable String build,
        String since,
        @Nullable String operation) {}
