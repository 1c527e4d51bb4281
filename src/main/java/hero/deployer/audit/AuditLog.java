package hero.deployer.audit;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;

import hero.deployer.base.Tx;

/** Appends audit rows inside the transaction of the change they tell of. */
@ApplicationScoped
public class AuditLog {
    private final ObjectMapper json;

    AuditLog(ObjectMapper json) {
        this.json = json;
    }

    /** Appends one row; it is there if and only if the caller's transaction commits. */
    public Uni<Void> append(Tx tx, AuditEntry entry) {
        String detail;
        try {
            detail = json.writeValueAsString(entry.detail());
        } catch (JsonProcessingException e) {
            return Uni.createFrom().failure(e);
        }
        return tx.update("""
                        insert into audit (actor, action, scope, subject, detail)
                        values (cast($1 as text), cast($2 as text), cast($3 as text), cast($4 as text), cast(cast($5 as text) as jsonb))""", entry.actor(), entry.action(), entry.scope(), entry.subject(), detail)
                .replaceWithVoid();
    }
}
