package hero.deployer.release;

import java.time.Instant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import org.hibernate.annotations.Immutable;

/** One release of the stack, never changed. */
@Entity
@Immutable
@Table(name = "build")
@SuppressWarnings("NullAway.Init")
class BuildEntity extends PanacheEntityBase {
    @Id
    public String version;

    public String sha256;
    public long size;
    public String notes;

    @Column(name = "published_at")
    public Instant publishedAt;
}
