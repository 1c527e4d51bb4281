package hero.deployer.console;

import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import hero.deployer.audit.AuditRecord;

/** An audit row as JSON; one of the whole deployer has no organization. */
record AuditView(
        String id,
        Instant at,
        String actor,
        String action,
        @Nullable String organization,
        String subject,
        Map<String, Object> detail) {

    static AuditView of(AuditRecord row) {
        return new AuditView(
                row.id(),
                row.at(),
                row.actor(),
                row.action(),
                row.scope().isEmpty() ? null : row.scope(),
                row.subject(),
                row.detail().getMap());
    }
}
