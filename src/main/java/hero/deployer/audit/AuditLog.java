package hero.deployer.audit;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

import hero.deployer.base.Tx;

/** Appends audit rows inside the transaction of the change they tell of. */
@ApplicationScoped
public class AuditLog {

    public Uni<Void> append(Tx tx, AuditEntry entry) {
        throw new UnsupportedOperationException("skeleton");
    }
}
