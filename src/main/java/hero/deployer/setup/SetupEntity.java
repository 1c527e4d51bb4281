package hero.deployer.setup;

import java.time.Instant;
import java.util.Map;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import io.vertx.core.json.JsonObject;
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

    static SetupEntity of(String setup, int version, SetupForm form) {
        var row = new SetupEntity();
        row.setup = setup;
        row.version = version;
        row.provider = form.provider();
        row.slots = form.slots();
        row.cpu = form.cpu();
        row.memoryMiB = form.memoryMiB();
        row.diskGiB = form.diskGiB();
        row.node = form.node();
        row.environment = new JsonObject(Map.copyOf(form.environment())).encode();
        return row;
    }
}
