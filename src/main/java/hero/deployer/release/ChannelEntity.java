package hero.deployer.release;

import java.time.Instant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import org.jspecify.annotations.Nullable;

/** A named line of builds that points at one of them. */
@Entity
@Table(name = "channel")
@SuppressWarnings("NullAway.Init")
class ChannelEntity extends PanacheEntityBase {
    @Id
    public String name;

    @Column(name = "current_build")
    public @Nullable String current;

    @Column(name = "created_at", insertable = false, updatable = false)
    public Instant createdAt;
}
