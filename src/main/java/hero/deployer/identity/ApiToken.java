package hero.deployer.identity;

import java.time.Instant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import org.jspecify.annotations.Nullable;

/** An API token as it is kept: never its secret, and a cap on what it may do of what its owner may. */
@Entity
@Table(name = "api_token")
@SuppressWarnings("NullAway.Init")
class ApiToken extends PanacheEntityBase {
    @Id
    public String id;

    @Column(name = "secret_hash", updatable = false)
    public String secretHash;

    @Column(updatable = false)
    public String name;

    @Column(updatable = false)
    public String owner;

    @Column(updatable = false)
    public String role;

    @Column(updatable = false)
    public String scope;

    @Column(name = "created_at", updatable = false)
    public Instant createdAt;

    @Column(name = "expires_at", updatable = false)
    public @Nullable Instant expiresAt;

    @Column(name = "last_used_at", insertable = false, updatable = false)
    public @Nullable Instant lastUsedAt;

    Grant cap() {
        return new Grant(Role.valueOf(role), scope);
    }
}
