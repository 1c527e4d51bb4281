package hero.deployer.organization;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import org.jspecify.annotations.Nullable;

import hero.deployer.organization.Organizations.Organization;

/** An organization as people edit it. Its number and member numbers are the store's alone. */
@Entity
@Table(name = "organization")
@SuppressWarnings("NullAway.Init")
class OrganizationEntity extends PanacheEntityBase {
    @Id
    String slug;

    @Column(updatable = false)
    long number;

    String name;
    String setup;

    @Column(name = "setup_version")
    int setupVersion;

    String channel;

    @Column(updatable = false)
    @Nullable
    String build;

    @Column(updatable = false)
    boolean removing;

    Organization value() {
        return new Organization(slug, number, name, setup, setupVersion, channel, build, removing);
    }
}
