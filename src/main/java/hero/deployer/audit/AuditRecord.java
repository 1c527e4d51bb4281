package hero.deployer.audit;

import java.time.Instant;

import io.vertx.core.json.JsonObject;

/** An {@link AuditEntry} as it was kept, with its id and time. */
public record AuditRecord(
        String id, Instant at, String actor, String action, String scope, String subject, JsonObject detail) {}
