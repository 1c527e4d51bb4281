package hero.deployer.identity;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import hero.deployer.audit.AuditLog;
import hero.deployer.base.Tx;
import hero.deployer.identity.PersonStore.Account;
import hero.deployer.testing.PostgresResource;

import static hero.deployer.identity.Accounts.now;
import static org.assertj.core.api.Assertions.assertThat;

/** The first administrator, on a database without people. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
class AdministratorsIT {
    @Inject
    Vertx vertx;

    @Inject
    Pool shared;

    @Inject
    PersonStore people;

    @Inject
    PasswordHasher hasher;

    @Inject
    Secrets secrets;

    @Inject
    AuditLog audit;

    private FreshDatabase database;
    private Administrators administrators;

    @BeforeEach
    void begin() {
        database = new FreshDatabase(vertx, shared, "administrators_it");
        administrators = new Administrators(database.pool, people, hasher, secrets, audit);
    }

    @AfterEach
    void end() {
        database.close();
    }

    private Account admin() {
        return now(people.account(Tx.of(database.pool), Administrators.FIRST)).orElseThrow();
    }

    @Test
    void aMadeUpPasswordIsGivenOutOnceAndMustBeReplaced() {
        var password = now(administrators.ensure(null)).orElseThrow();

        assertThat(admin().oneTime()).isTrue();
        assertThat(admin().expired()).isFalse();
        assertThat(admin().hash()).isEqualTo(secrets.keyedHash(password));
        assertThat(now(people.scopes(Tx.of(database.pool), Administrators.FIRST)))
                .containsExactly(Grant.EVERYWHERE);
        assertThat(now(administrators.ensure(null))).isEmpty();
        assertThat(admin().hash()).isEqualTo(secrets.keyedHash(password));
    }

    @Test
    void aGivenPasswordNeedNotBeChanged() {
        assertThat(now(administrators.ensure("given"))).isEmpty();

        assertThat(admin().oneTime()).isFalse();
        assertThat(PasswordHash.parse(admin().hash()).matches("given")).isTrue();
    }

    @Test
    void aGivenPasswordReplacesOneThatNobodyUsedYetAndNoOther() {
        now(administrators.ensure(null));

        now(administrators.ensure("given"));
        assertThat(PasswordHash.parse(admin().hash()).matches("given")).isTrue();

        now(administrators.ensure("another"));
        assertThat(PasswordHash.parse(admin().hash()).matches("given")).isTrue();
    }

    @Test
    void replicasThatStartAtOnceMakeOneAdministrator() {
        var all = Uni.join()
                .all(
                        administrators.ensure(null),
                        administrators.ensure(null),
                        administrators.ensure(null),
                        administrators.ensure(null))
                .andFailFast();

        assertThat(now(all)).filteredOn(java.util.Optional::isPresent).hasSize(1);
    }
}
