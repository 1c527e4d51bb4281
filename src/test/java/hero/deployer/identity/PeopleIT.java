package hero.deployer.identity;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.Test;

import hero.deployer.base.ProblemException;
import hero.deployer.base.Tx;
import hero.deployer.testing.Admin;
import hero.deployer.testing.PostgresResource;

import static hero.deployer.identity.Accounts.by;
import static hero.deployer.identity.Accounts.now;
import static hero.deployer.identity.Accounts.session;
import static hero.deployer.identity.Accounts.signIn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

/** Who sees whom, who helps whom, and the verbs that onboarding and removal use. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
class PeopleIT {
    @Inject
    Accounts accounts;

    @Inject
    People people;

    @Inject
    Pool pool;

    private static RequestSpecification admin(String organization) {
        return Admin.requestAs("boss-of-" + organization, new Grant(Role.ADMIN, organization));
    }

    @Test
    void peopleAreSeenByThoseWhoMaySeeTheirOrganization() {
        accounts.add("people-ada", "people-a");
        accounts.add("people-bob", "people-b");

        admin("people-a")
                .get("/api/v1/people?limit=500")
                .then()
                .statusCode(200)
                .body("items.username", hasItems("people-ada", "boss-of-people-a"))
                .body("items.username", not(hasItem("people-bob")));
        Admin.request()
                .get("/api/v1/people?q=people-&limit=500")
                .then()
                .body("items.username", hasItems("people-ada", "people-bob"));
    }

    @Test
    void aSearchTakesItsOwnWildcardsLiterally() {
        accounts.add("people-cid", "people-c");

        admin("people-c").get("/api/v1/people?q=PEOPLE-ci").then().body("items.username", hasItem("people-cid"));
        admin("people-c").get("/api/v1/people?q=%25").then().body("items", empty());
    }

    @Test
    void longListsComeInPages() {
        accounts.add("people-p1", "people-p");
        accounts.add("people-p2", "people-p");

        var first = admin("people-p").get("/api/v1/people?q=people-p&limit=1");
        var cursor = first.jsonPath().getString("next");

        first.then().body("items", hasSize(1)).body("next", notNullValue());
        admin("people-p")
                .get("/api/v1/people?q=people-p&limit=500&cursor=" + cursor)
                .then()
                .body("items.username", not(hasItem(first.jsonPath().getString("items[0].username"))))
                .body("next", nullValue());
    }

    @Test
    void aReissuedPasswordEndsEverythingThatWasOpen() {
        accounts.add("people-dan", "people-d", "correct horse battery");
        var cookie = session("people-dan", "correct horse battery");

        var reissued = admin("people-d").post("/api/v1/people/people-dan/one-time-password");

        reissued.then().statusCode(200).body("expiresAt", notNullValue());
        by(cookie).get("/api/v1/session").then().statusCode(401);
        signIn("people-dan", "correct horse battery").then().statusCode(401);
        signIn("people-dan", reissued.jsonPath().getString("oneTimePassword"))
                .then()
                .statusCode(200)
                .body("mustChangePassword", equalTo(true));
    }

    @Test
    void aRepeatedReissueShowsNoPassword() {
        accounts.add("people-eve", "people-e");
        var path = "/api/v1/people/people-eve/one-time-password";

        var first = admin("people-e").header("Idempotency-Key", "people-key-1").post(path);
        var second = admin("people-e").header("Idempotency-Key", "people-key-1").post(path);

        first.then().statusCode(200).body("oneTimePassword", notNullValue());
        second.then().statusCode(200).body("oneTimePassword", nullValue());
        signIn("people-eve", first.jsonPath().getString("oneTimePassword"))
                .then()
                .statusCode(200);
    }

    @Test
    void onlyWhoAdministersEveryScopeOfAPersonReissues() {
        accounts.add("people-fay", "people-f1");
        now(pool.withTransaction(
                connection -> people.addOrFind(Tx.of(connection), "test", "people-f2", "people-fay", null, null)));
        var path = "/api/v1/people/people-fay/one-time-password";

        admin("people-f1").post(path).then().statusCode(403);
        admin("people-unrelated").post(path).then().statusCode(404);
        Admin.requestAs("people-viewer", new Grant(Role.OPERATOR, "people-f1"))
                .post(path)
                .then()
                .statusCode(403);
        Admin.requestAs("people-both", new Grant(Role.ADMIN, "people-f1"), new Grant(Role.ADMIN, "people-f2"))
                .post(path)
                .then()
                .statusCode(200);
        admin("people-f1")
                .post("/api/v1/people/test-admin/one-time-password")
                .then()
                .statusCode(404);
        Admin.request()
                .post("/api/v1/people/people-nobody/one-time-password")
                .then()
                .statusCode(404);
    }

    @Test
    void anAccountThatExistsIsFoundWithoutAPassword() {
        accounts.add("people-gus", "people-g");

        var found = now(pool.withTransaction(connection ->
                people.addOrFind(Tx.of(connection), "test", "people-g", "people-gus", "Other", "other@example.org")));

        assertThat(found.oneTimePassword()).isNull();
        assertThat(found.person().name()).isEqualTo("Somebody");
    }

    @Test
    void whoeverIsAddedWhileTheirAccountGoesIsNew() throws Exception {
        accounts.add("people-kim", "people-k1");
        var leaving = now(pool.getConnection());
        var transaction = now(leaving.begin());
        now(people.depart(Tx.of(leaving), "test", "people-kim", "people-k1"));

        var added = pool.withTransaction(connection ->
                        people.addOrFind(Tx.of(connection), "test", "people-k2", "people-kim", "Kim", "k@example.org"))
                .subscribeAsCompletionStage();
        org.awaitility.Awaitility.await().atMost(Accounts.PATIENCE).until(this::somebodyWaits);
        now(transaction.commit());
        now(leaving.close());

        assertThat(added.get(15, java.util.concurrent.TimeUnit.SECONDS).oneTimePassword())
                .isNotNull();
    }

    private boolean somebodyWaits() {
        return now(pool.query("select count(*) from pg_locks where not granted").execute())
                        .iterator()
                        .next()
                        .getLong(0)
                > 0;
    }

    @Test
    void aNewAccountNeedsAGoodNameAndAddress() {
        assertThatThrownBy(adding("people--x", "N", "n@example.org")).hasMessageStartingWith("username");
        assertThatThrownBy(adding("people-x", null, "n@example.org")).hasMessageStartingWith("name");
        assertThatThrownBy(adding("people-x", "A\nB", "n@example.org")).hasMessageStartingWith("name");
        assertThatThrownBy(adding("people-x", "N", null)).hasMessageStartingWith("email");
        assertThatThrownBy(adding("people-x", "N", "n@example.org\r\nBcc: all@example.org"))
                .isInstanceOf(ProblemException.class)
                .hasMessageStartingWith("email");
    }

    private ThrowableAssert.ThrowingCallable adding(
            String username,
            @org.jspecify.annotations.Nullable String name,
            @org.jspecify.annotations.Nullable String email) {
        return () -> now(pool.withTransaction(
                connection -> people.addOrFind(Tx.of(connection), "test", "people-x", username, name, email)));
    }

    @Test
    void aScopeThatGoesTakesItsRolesAndSessionsAlong() {
        accounts.add("people-hal", "people-h", "correct horse battery");
        now(inTx(tx -> people.grant(tx, "people-hal", new Grant(Role.ADMIN, "people-h"))));
        var cookie = session("people-hal", "correct horse battery");
        by(cookie).get("/api/v1/session").then().body("roles[0].organization", equalTo("people-h"));

        now(inTx(tx -> people.revokeScope(tx, "people-h")));

        org.awaitility.Awaitility.await()
                .atMost(Accounts.PATIENCE)
                .untilAsserted(() -> by(cookie).get("/api/v1/session").then().body("roles", empty()));
    }

    @Test
    void onlyAnAccountThatHasNothingLeftIsRemovedWhateverItsPassword() {
        accounts.add("people-ida", "people-i");
        accounts.add("people-jan", "people-i", "correct horse battery");
        accounts.add("people-lea", "people-i");
        now(inTx(tx -> people.grant(tx, "people-lea", new Grant(Role.VIEWER, "people-i"))));

        now(inTx(tx -> people.depart(tx, "test", "people-ida", "people-i")
                .chain(() -> people.depart(tx, "test", "people-jan", "people-i"))
                .chain(() -> people.depart(tx, "test", "people-lea", "people-i"))));

        assertThat(now(people.find(Tx.of(pool), "people-ida"))).isNull();
        assertThat(now(people.find(Tx.of(pool), "people-jan"))).isNull();
        assertThat(now(people.find(Tx.of(pool), "people-lea"))).isNotNull();
    }

    private Uni<Void> inTx(java.util.function.Function<Tx, Uni<Void>> work) {
        return pool.withTransaction(connection -> work.apply(Tx.of(connection)));
    }
}
