package hero.deployer.gateway;

import java.time.Duration;
import java.util.Objects;

import jakarta.enterprise.context.ApplicationScoped;

import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.Tx;
import hero.deployer.identity.Logins;
import hero.deployer.identity.People;

/** Puts people and their instances there, without a provider or an agent. */
@ApplicationScoped
class Cockpits {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Pool pool;
    private final People people;
    private final Logins logins;

    Cockpits(Pool pool, People people, Logins logins) {
        this.pool = pool;
        this.people = people;
        this.logins = logins;
    }

    /** A person with an instance in an organization; the person's one-time password. */
    String add(String organization, String person, @Nullable String address) {
        String password = person(person);
        run("insert into setup (name) values ($1) on conflict do nothing", organization);
        run("""
                insert into setup_version (setup, version, provider, slots, cpu, memory_mib, disk_gib)
                values ($1, 1, 'fake', 1, 1, 64, 1) on conflict do nothing""", organization);
        run("insert into channel (name) values ($1) on conflict do nothing", organization);
        run("""
                insert into organization (slug, name, setup, setup_version, channel)
                values ($1, $1, $1, 1, $1) on conflict do nothing""", organization);
        run("""
                insert into instance (id, organization, number, setup, setup_version, role, person, state, node, cockpit_address)
                select $1 || '-' || $2, $1, 1 + (select count(*) from instance where organization = $1), $1, 1,
                    'member', $2, 'ready', 'fake.fake-1', $3""", organization, person, address);
        return password;
    }

    /** Somebody with an account and no cockpit. */
    String person(String username) {
        var added = pool.withTransaction(connection -> people.addOrFind(
                        Tx.of(connection), "test", "", username, "Somebody", username + "@example.org"))
                .await()
                .atMost(PATIENCE);
        return Objects.requireNonNull(added.oneTimePassword());
    }

    void revoke(String organization, String person) {
        pool.withTransaction(connection -> logins.revokeAudience(Tx.of(connection), organization + "/" + person))
                .await()
                .atMost(PATIENCE);
    }

    private void run(String sql, @Nullable Object... parameters) {
        pool.preparedQuery(sql).execute(Tuple.from(parameters)).await().atMost(PATIENCE);
    }
}
