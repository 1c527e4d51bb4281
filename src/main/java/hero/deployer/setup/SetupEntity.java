package hero.deployer.setup;

import java.time.Instant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** One version of a setup; never changed. */
@Entity
@Immutable
@Table(name = "setup_version")
@IdClass(SetupEntity.Key.class)
@SuppressWarnings("NullAway.Init")
class SetupEntity extends PanacheEntityBase {

    /** Its name and number. */
    record Key(String setup, int version) {}

    @Id
    public String setup;

    @Id
    public int version;

    public String provider;
    public int slots;
    public int cpu;

    @Column(name = "memory_mib")
    public int memoryMiB;

    @Column(name = "disk_gib")
    public int diskGiB;

    public @Nullable String node;

    /** A JSON object of strings. */
    public String environment;

    @Column(name = "created_at", insertable = false)
    public Instant createdAt;
}
