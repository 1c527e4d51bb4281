package hero.deployer.identity;

import java.util.List;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import hero.deployer.testing.PostgresResource;

import static hero.deployer.identity.Accounts.by;
import static hero.deployer.identity.Accounts.json;
import static hero.deployer.identity.Accounts.session;
import static hero.deployer.identity.Accounts.signIn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

/** Signing in to the console, replacing the one-time password, signing out. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
class SignInIT {
    @Inject
    Accounts accounts;

    @Inject
    Pool pool;

    private static String replacement(String current, String chosen) {
        return "{\"currentPassword\":\"%s\",\"newPassword\":\"%s\"}".formatted(current, chosen);
    }

    @Test
    void aOneTimePasswordOpensNothingButItsOwnReplacement() {
        var password = accounts.add("signin-ada", "");

        var cookie = session("signin-ada", password);

        by(cookie).get("/api/v1/session").then().statusCode(200).body("mustChangePassword", equalTo(true));
        by(cookie)
                .get("/api/v1/tokens")
                .then()
                .statusCode(403)
                .contentType("application/problem+json")
                .body("type", equalTo("/problems/password-change-required"));
        by(cookie).get("/api/v1/no-such-route").then().statusCode(403);
    }

    @Test
    void aReplacedPasswordIsTheOnlyOneAndEndsWhatWasOpen() {
        var password = accounts.add("signin-bea", "");
        var cookie = session("signin-bea", password);

        var renewed = by(cookie)
                .body(replacement(password, "a much better one"))
                .put("/api/v1/session/password")
                .then()
                .statusCode(200)
                .body("mustChangePassword", equalTo(false))
                .extract()
                .cookie(Accounts.COOKIE);

        by(cookie).get("/api/v1/session").then().statusCode(401);
        by(renewed).get("/api/v1/tokens").then().statusCode(200);
        signIn("signin-bea", password).then().statusCode(401);
        signIn("signin-bea", "a much better one").then().statusCode(200);
    }

    @Test
    void aReplacementNeedsTheOldPasswordAndABetterNewOne() {
        var password = accounts.add("signin-cid", "");
        var cookie = session("signin-cid", password);

        by(cookie)
                .body(replacement("wrong", "a much better one"))
                .put("/api/v1/session/password")
                .then()
                .statusCode(401);
        by(cookie)
                .body(replacement(password, "short"))
                .put("/api/v1/session/password")
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("newPassword"));
        by(cookie)
                .body(replacement(password, password.toUpperCase(java.util.Locale.ROOT)))
                .put("/api/v1/session/password")
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("newPassword"));
        by(cookie).get("/api/v1/session").then().statusCode(200).body("mustChangePassword", equalTo(true));
    }

    @Test
    void anUnknownNameAndAWrongPasswordLookAlike() {
        accounts.add("signin-dan", "", "correct horse battery");

        var wrong = signIn("signin-dan", "wrong");
        var unknown = signIn("signin-nobody", "wrong");
        var impossible = signIn("<script>", "wrong");

        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(wrong.header("WWW-Authenticate")).isEqualTo(unknown.header("WWW-Authenticate"));
        assertThat(unknown.statusCode()).isEqualTo(401);
        assertThat(unknown.asString()).isEqualTo(wrong.asString());
        assertThat(impossible.asString()).isEqualTo(wrong.asString());
        assertThat(wrong.headers().asList().stream()
                        .map(header -> header.getName())
                        .sorted())
                .isEqualTo(unknown.headers().asList().stream()
                        .map(header -> header.getName())
                        .sorted()
                        .toList());
    }

    @Test
    void anExpiredOneTimePasswordIsAWrongOne() {
        var password = accounts.add("signin-eve", "");
        Accounts.now(
                pool.query("update person set password_expires_at = clock_timestamp() where username = 'signin-eve'")
                        .execute());

        signIn("signin-eve", password).then().statusCode(401).body("type", equalTo("/problems/unauthorized"));
    }

    @Test
    void aNameIsTakenAsPeopleTypeIt() {
        accounts.add("signin-typ", "", "correct horse battery");

        for (var typed : List.of("Signin-Typ", " signin-typ ", "SIGNIN-TYP\\t", "\u00a0signin-typ\u2003")) {
            signIn(typed, "correct horse battery").then().statusCode(200).body("username", equalTo("signin-typ"));
            signIn(typed, "Correct horse battery").then().statusCode(401);
        }
        signIn("signin-typ", " correct horse battery").then().statusCode(401);
    }

    @Test
    void anExpiredSessionIsNone() {
        var cookie = session("signin-fay", accounts.add("signin-fay", ""));
        Accounts.now(pool.query("update session set expires_at = clock_timestamp() where username = 'signin-fay'")
                .execute());

        // a replica may go on believing in it for two seconds
        Awaitility.await()
                .atMost(Accounts.PATIENCE)
                .untilAsserted(() -> by(cookie).get("/api/v1/session").then().statusCode(401));
    }

    @Test
    void signingOutEndsTheSessionAndTheCookie() {
        var in = signIn("signin-bob", accounts.add("signin-bob", ""));
        var cookie = in.cookie(Accounts.COOKIE);

        assertThat(in.header("Set-Cookie"))
                .matches("hero-session-[0-9a-f]{8}=.*")
                .contains("HttpOnly", "SameSite=Strict", "Path=/")
                .doesNotContain("Domain");
        by(cookie).delete("/api/v1/session").then().statusCode(204).header("Set-Cookie", containsString("Max-Age=0"));
        by(cookie).get("/api/v1/session").then().statusCode(401);
    }

    @Test
    void onlyHashesAreKept() {
        var password = accounts.add("signin-gus", "");
        var cookie = session("signin-gus", password);

        var rows = Accounts.now(pool.query("select row_to_json(p)::text || coalesce((select string_agg("
                        + "row_to_json(s)::text, '') from session s where s.username = p.username), '')"
                        + " from person p where username = 'signin-gus'")
                .execute());

        var kept = rows.iterator().next().getString(0);
        assertThat(kept).contains("signin-gus").doesNotContain(password).doesNotContain(cookie);
        assertThat(kept).doesNotContain(OneTimePassword.canonical(password));
    }

    @Test
    void badFormsAreNamed() {
        json().body("{\"username\":\"ada\"}")
                .post("/api/v1/session")
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("password"));
        json().body("{\"username\":\"ada\",\"password\":\"x\",\"extra\":1}")
                .post("/api/v1/session")
                .then()
                .statusCode(400);
        json().body("").post("/api/v1/session").then().statusCode(400);
        json().body("{\"username\":\"a\\u0000da\",\"password\":\"x\\u0000\"}")
                .post("/api/v1/session")
                .then()
                .statusCode(400);
    }

    @Test
    void everySignInIsAuditedWithoutItsPassword() {
        accounts.add("signin-hal", "", "correct horse battery");

        signIn("signin-hal", "wrong-secret");
        signIn("signin-hal", "correct horse battery");

        var rows = Accounts.now(pool.query("select string_agg(row_to_json(a)::text, '') from audit a"
                        + " where row_to_json(a)::text like '%signin-hal%'")
                .execute());
        assertThat(rows.iterator().next().getString(0))
                .contains("session.refused", "session.create")
                .doesNotContain("wrong-secret")
                .doesNotContain("correct horse");
    }
}
