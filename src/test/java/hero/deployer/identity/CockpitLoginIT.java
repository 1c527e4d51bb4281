package hero.deployer.identity;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import org.junit.jupiter.api.Test;

import hero.deployer.base.ProblemException;
import hero.deployer.base.Tx;
import hero.deployer.identity.Logins.Outcome;
import hero.deployer.testing.PostgresResource;

import static hero.deployer.identity.Accounts.now;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What the gateway's door stands on. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
class CockpitLoginIT {
    private static final String ADDRESS = "192.0.2.200";

    @Inject
    Accounts accounts;

    @Inject
    Logins logins;

    @Inject
    Pool pool;

    private Outcome signIn(
            String username, String password, @org.jspecify.annotations.Nullable String chosen, String audience) {
        return now(logins.signIn(username, password, chosen, audience, ADDRESS));
    }

    private String secret(Outcome outcome) {
        return ((Outcome.SignedIn) outcome).secret();
    }

    @Test
    void aOneTimePasswordIsReplacedAtTheDoor() {
        var password = accounts.add("cockpit-ada", "cockpit-a");

        assertThat(signIn("cockpit-ada", password, null, "cockpit-a/cockpit-ada"))
                .isInstanceOf(Outcome.MustChange.class);
        assertThatThrownBy(() -> signIn("cockpit-ada", password, "short", "cockpit-a/cockpit-ada"))
                .isInstanceOf(ProblemException.class)
                .hasMessageStartingWith("newPassword");
        assertThatThrownBy(() -> signIn("cockpit-ada", password, password, "cockpit-a/cockpit-ada"))
                .isInstanceOf(ProblemException.class);
        var in = signIn("cockpit-ada", password, "correct horse battery", "cockpit-a/cockpit-ada");

        assertThat(now(logins.session(secret(in), "cockpit-a/cockpit-ada"))).isEqualTo("cockpit-ada");
        assertThat(signIn("cockpit-ada", password, "another long one", "cockpit-a/cockpit-ada"))
                .isInstanceOf(Outcome.Refused.class);
        assertThat(signIn("cockpit-ada", "correct horse battery", null, "cockpit-a/cockpit-ada"))
                .isInstanceOf(Outcome.SignedIn.class);
    }

    @Test
    void aSessionOpensOnlyWhatItIsFor() {
        accounts.add("cockpit-bob", "cockpit-b", "correct horse battery");
        var cockpit = secret(signIn("cockpit-bob", "correct horse battery", null, "cockpit-b/cockpit-bob"));

        assertThat(now(logins.session(cockpit, "cockpit-b/other"))).isNull();
        assertThat(now(logins.session(cockpit, Logins.CONSOLE))).isNull();
        Accounts.by(cockpit).get("/api/v1/session").then().statusCode(401);
        assertThat(now(logins.session("no such secret", "cockpit-b/cockpit-bob")))
                .isNull();
    }

    @Test
    void signingOutAndRevokingEndAtOnce() {
        accounts.add("cockpit-cid", "cockpit-c", "correct horse battery");
        var one = secret(signIn("cockpit-cid", "correct horse battery", null, "cockpit-c/cockpit-cid"));
        var other = secret(signIn("cockpit-cid", "correct horse battery", null, "cockpit-c/cockpit-cid"));
        assertThat(now(logins.session(one, "cockpit-c/cockpit-cid"))).isEqualTo("cockpit-cid");

        now(logins.signOut(one));
        assertThat(now(logins.session(one, "cockpit-c/cockpit-cid"))).isNull();
        assertThat(now(logins.session(other, "cockpit-c/cockpit-cid"))).isEqualTo("cockpit-cid");

        now(pool.withTransaction(connection -> logins.revokeAudience(Tx.of(connection), "cockpit-c/cockpit-cid")));
        assertThat(now(logins.session(other, "cockpit-c/cockpit-cid"))).isNull();
    }
}
