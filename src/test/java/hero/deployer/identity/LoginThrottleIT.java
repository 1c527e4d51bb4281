package hero.deployer.identity;

import java.util.concurrent.atomic.AtomicInteger;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Multi;
import io.vertx.mutiny.sqlclient.Pool;
import org.junit.jupiter.api.Test;

import hero.deployer.base.Tx;
import hero.deployer.identity.Logins.Outcome;
import hero.deployer.testing.PostgresResource;

import static hero.deployer.identity.Accounts.now;
import static hero.deployer.identity.Accounts.signIn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

/** Guessing is slow, on one account or from one address, and locks nobody out for good. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
class LoginThrottleIT {
    private static final String RIGHT = "correct horse battery";

    @Inject
    Accounts accounts;

    @Inject
    Logins logins;

    @Inject
    Pool pool;

    /** As it is configured for production. */
    private final LoginThrottle throttle = new LoginThrottle(new SmallRyeConfigBuilder()
            .withMapping(IdentityConfig.class)
            .build()
            .getConfigMapping(IdentityConfig.class));

    private boolean passes(String username, String address) {
        return now(throttle.ask(Tx.of(pool), username, address)).pass().isPresent();
    }

    private Outcome attempt(String username, String password, String address) {
        return now(logins.signIn(username, password, null, Logins.CONSOLE, address));
    }

    private void guess(String username, String address, int times) {
        for (int i = 0; i < times; i++) {
            attempt(username, "wrong", address);
        }
    }

    @Test
    void guessesAtOneAccountAreCutOffWhereverTheyComeFrom() {
        for (int i = 0; i < 5; i++) {
            assertThat(passes("throttle-a", "192.0.2." + i)).isTrue();
        }

        assertThat(passes("throttle-a", "192.0.2.77")).isFalse();
        assertThat(passes("throttle-b", "192.0.2.77")).isTrue();
    }

    @Test
    void guessesFromOneAddressAreCutOffWhomeverTheyAreAimedAt() {
        for (int i = 0; i < 10; i++) {
            assertThat(passes("throttle-c" + i, "198.51.100.1")).isTrue();
        }

        assertThat(passes("throttle-d", "198.51.100.1")).isFalse();
        assertThat(passes("throttle-d", "198.51.100.2")).isTrue();
    }

    @Test
    void tenGuessesAtOnceFindTheSameLimitAsTenInTurn() {
        var passed = new AtomicInteger();

        now(Multi.createFrom()
                .range(0, 20)
                .onItem()
                .transformToUni(i -> throttle.ask(Tx.of(pool), "throttle-e", "203.0.113." + i)
                        .invoke(asked -> asked.pass().ifPresent(pass -> passed.incrementAndGet())))
                .merge(20)
                .collect()
                .last());

        assertThat(passed).hasValue(5);
    }

    @Test
    void aBucketDrainsByItself() {
        for (int i = 0; i < 6; i++) {
            passes("throttle-f", "192.0.2.90");
        }
        now(pool.query("update login_throttle set drains_at = drains_at - interval '31 seconds'")
                .execute());

        assertThat(passes("throttle-f", "192.0.2.90")).isTrue();
        assertThat(passes("throttle-f", "192.0.2.90")).isFalse();
    }

    @Test
    void theRightPasswordIsRefusedWhileGuessingGoesOnFromAnUnknownAddress() {
        accounts.add("throttle-gus", "", RIGHT);

        guess("throttle-gus", "203.0.113.50", 5);

        assertThat(attempt("throttle-gus", RIGHT, "203.0.113.51")).isInstanceOf(Outcome.Throttled.class);
        assertThat(((Outcome.Throttled) attempt("throttle-gus", RIGHT, "203.0.113.51")).seconds())
                .isBetween(1L, 30L);
    }

    @Test
    void guessesMadeElsewhereDoNotLockOutWhoSignedInHereBefore() {
        accounts.add("throttle-hal", "", RIGHT);
        assertThat(attempt("throttle-hal", RIGHT, "203.0.113.60")).isInstanceOf(Outcome.SignedIn.class);

        guess("throttle-hal", "203.0.113.61", 8);

        assertThat(attempt("throttle-hal", RIGHT, "203.0.113.61")).isInstanceOf(Outcome.Throttled.class);
        assertThat(attempt("throttle-hal", RIGHT, "203.0.113.60")).isInstanceOf(Outcome.SignedIn.class);
    }

    @Test
    void evenAKnownAddressMayNotGuessOn() {
        accounts.add("throttle-ida", "", RIGHT);
        attempt("throttle-ida", RIGHT, "203.0.113.70");

        guess("throttle-ida", "203.0.113.70", 5);

        assertThat(attempt("throttle-ida", RIGHT, "203.0.113.70")).isInstanceOf(Outcome.Throttled.class);
    }

    @Test
    void aOneTimePasswordNobodyCanGuessIsNeverThrottled() {
        var password = accounts.add("throttle-jan", "");

        guess("throttle-jan", "203.0.113.80", 8);

        assertThat(attempt("throttle-jan", password, "203.0.113.80")).isInstanceOf(Outcome.SignedIn.class);
    }

    @Test
    void aRightPasswordDoesNotCountAsAGuess() {
        accounts.add("throttle-kim", "", RIGHT);

        for (int i = 0; i < 8; i++) {
            assertThat(attempt("throttle-kim", RIGHT, "203.0.113.90")).isInstanceOf(Outcome.SignedIn.class);
        }
    }

    @Test
    void overHttpItIs429WithATimeToWait() {
        for (int i = 0; i < 5; i++) {
            signIn("throttle-lea", "wrong").then().statusCode(401);
        }

        signIn("throttle-lea", "wrong")
                .then()
                .statusCode(429)
                .contentType("application/problem+json")
                .header("Retry-After", notNullValue())
                .body("type", equalTo("/problems/too-many-guesses"));
    }
}
