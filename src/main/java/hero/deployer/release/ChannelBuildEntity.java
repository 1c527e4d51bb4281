package hero.deployer.release;

import java.time.Instant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import org.hibernate.annotations.Immutable;

/** A build that is on a channel. */
@Entity
@Immutable
@Table(name = "channel_build")
@IdClass(ChannelBuildEntity.Key.class)
@SuppressWarnings("NullAway.Init")
class ChannelBuildEntity extends PanacheEntityBase {

    /** Its two names. */
    record Key(String channel, String version) {}

    @Id
    public String channel;

    @Id
    public String version;

    @Column(name = "added_at")
    public Instant addedAt;
}
