package hero.deployer.audit;

import java.util.Map;

/**
 * One state change to record.
 *
 * @param actor the username of who did it, or {@code system}
 * @param action verb and noun, such as {@code onboarding.start}
 * @param scope who may see it: an organization's slug, or {@code ""} for matters of the whole deployer
 * @param subject the id of what it was done to
 * @param detail what else matters; holds no secret
 */
public record AuditEntry(String actor, String action, String scope, String subject, Map<String, ?> detail) {}
