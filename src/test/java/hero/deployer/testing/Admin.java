package hero.deployer.testing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;

import jakarta.enterprise.inject.spi.CDI;

import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;

import hero.deployer.identity.Grant;
import hero.deployer.identity.Role;

/** Signs tests in: people with an API token each, made straight in the database. */
public final class Admin {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private Admin() {}

    /** A JSON request by somebody who administers everything. */
    public static RequestSpecification request() {
        return requestAs("test-admin", new Grant(Role.ADMIN, Grant.EVERYWHERE));
    }

    /** The bearer token of somebody who administers everything. */
    public static String token() {
        return tokenOf("test-admin", new Grant(Role.ADMIN, Grant.EVERYWHERE));
    }

    /** A JSON request by a person who has (at least) these grants; the person is made at first use. */
    public static RequestSpecification requestAs(String username, Grant... grants) {
        return RestAssured.given()
                .header("Authorization", "Bearer " + tokenOf(username, grants))
                .contentType(ContentType.JSON);
    }

    /** The bearer token of a person who has (at least) these grants; the person is made at first use. */
    public static String tokenOf(String username, Grant... grants) {
        var token = "hero_test-token-of-" + username;
        run(
                "insert into person (username, name, email, password_kind, password_hash)"
                        + " values ($1, $1, $1 || '@example.org', 'chosen', 'none') on conflict do nothing",
                Tuple.of(username));
        for (var grant : grants) {
            run(
                    "insert into role_grant (username, scope, role) values ($1, $2, $3) on conflict do nothing",
                    Tuple.of(username, grant.scope(), grant.role().name()));
        }
        run(
                "insert into api_token (id, secret_hash, name, owner, role, scope)"
                        + " values ('tok_test-' || $1, $2, 'tests', $1, 'ADMIN', '*') on conflict do nothing",
                Tuple.of(username, sha256(token)));
        return token;
    }

    private static void run(String sql, Tuple parameters) {
        var pool = CDI.current().select(Pool.class).get();
        pool.preparedQuery(sql).execute(parameters).await().atMost(PATIENCE);
    }

    private static String sha256(String token) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
