package hero.deployer.identity;

import java.time.Duration;
import java.util.Objects;

import jakarta.enterprise.inject.spi.CDI;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;

import hero.deployer.base.Tx;

/** Makes accounts as onboarding does, and signs them in over HTTP. */
@Singleton
class Accounts {
    static final Duration PATIENCE = Duration.ofSeconds(15);
    static final String COOKIE = CDI.current().select(SessionCookie.class).get().name();

    @Inject
    Pool pool;

    @Inject
    People people;

    @Inject
    PersonStore store;

    /** A new account's one-time password. */
    String add(String username, String scope) {
        var added = now(pool.withTransaction(connection ->
                people.addOrFind(Tx.of(connection), "test", scope, username, "Somebody", username + "@example.org")));
        return Objects.requireNonNull(added.oneTimePassword());
    }

    /** A new account with a chosen password. */
    void add(String username, String scope, String chosen) {
        add(username, scope);
        var hash = PasswordHash.of(chosen, 1000).written();
        now(store.replacePassword(Tx.of(pool), username, null, NewPassword.chosen(hash)));
    }

    static <T> T now(Uni<T> uni) {
        return uni.await().atMost(PATIENCE);
    }

    static RequestSpecification json() {
        return RestAssured.given().contentType(ContentType.JSON);
    }

    static Response signIn(String username, String password) {
        return json().body("{\"username\":\"%s\",\"password\":\"%s\"}".formatted(username, password))
                .post("/api/v1/session");
    }

    /** The cookie of a sign-in that must succeed. */
    static String session(String username, String password) {
        return signIn(username, password).then().statusCode(200).extract().cookie(COOKIE);
    }

    static RequestSpecification by(String cookie) {
        return json().cookie(COOKIE, cookie);
    }
}
