package hero.deployer.node;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.Nullable;

/** The part of a node that people edit; what its provider says is written beside it, so an update touches changed columns alone. */
@Entity
@Table(name = "node")
@DynamicUpdate
class NodeEntity extends PanacheEntityBase {
    @Id
    @SuppressWarnings("NullAway.Init")
    String id;

    @Column(nullable = false)
    boolean maintenance;

    @Column(name = "maintenance_reason")
    @Nullable
    String reason;

    /** Whether anything changed. */
    boolean set(boolean inMaintenance, @Nullable String because) {
        String kept = inMaintenance ? because : null;
        boolean same = maintenance == inMaintenance && java.util.Objects.equals(reason, kept);
        maintenance = inMaintenance;
        reason = kept;
        return !same;
    }
}
