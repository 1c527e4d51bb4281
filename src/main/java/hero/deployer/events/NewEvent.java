package hero.deployer.events;

import org.jspecify.annotations.Nullable;

/**
 * An event to append.
 *
 * @param type such as {@code onboarding.stage}
 * @param scope who may see it: an organization's slug, or {@link EventLog#EVERYONE}
 * @param subject the id of what it tells of
 * @param run the id of the durable run (onboarding, refresh, removal) it belongs to, or null
 * @param data the whole present state of the subject, written as JSON
 */
public record NewEvent(
        String type, String scope, String subject, @Nullable String run, Object data) {}
