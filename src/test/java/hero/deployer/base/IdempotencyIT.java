package hero.deployer.base;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import hero.deployer.testing.Admin;
import hero.deployer.testing.PostgresResource;

import static org.assertj.core.api.Assertions.assertThat;

@QuarkusTest
@WithTestResource(PostgresResource.class)
class IdempotencyIT {
    @Inject
    Pool pool;

    @Inject
    Idempotency idempotency;

    @Test
    void aReplayIsMarkedAndTheOrderOfKeysTellsNothing() {
        var key = UUID.randomUUID().toString();
        var name = "canonical-" + key.substring(0, 8);
        var setup = """
                {"name":"%s","provider":"local","slots":1,"cpu":1,"memoryMiB":64,"diskGiB":1,"environment":{%s}}""";

        var first = setup(key, setup.formatted(name, "\"A\":\"1\",\"B\":\"2\""));
        var again = setup(key, setup.formatted(name, "\"B\":\"2\",\"A\":\"1\""));
        var other = setup(key, setup.formatted(name, "\"A\":\"1, B=2\""));

        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(first.header("Idempotent-Replayed")).isNull();
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(other.statusCode()).isEqualTo(422);
    }

    private static Response setup(String key, String body) {
        return Admin.request().header("Idempotency-Key", key).body(body).post("/api/v1/setups");
    }

    @Test
    void aKeyOfTheReleaseBeforeStillReplays() throws Exception {
        var key = UUID.randomUUID().toString();
        var click = click("things", key, "old-" + key);
        var old = java.util.HexFormat.of()
                .formatHex(java.security.MessageDigest.getInstance("SHA-256")
                        .digest(new InputProbe.Form("old-" + key, null, null, null, null, null, null)
                                .toString()
                                .getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        pool.preparedQuery("update idempotency set body_hash = $1 where key = $2")
                .execute(io.vertx.mutiny.sqlclient.Tuple.of(old, key))
                .await()
                .indefinitely();

        var again = click("things", key, "old-" + key);

        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.<String>path("id")).isEqualTo(click.path("id"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"things", "session-things"})
    void fifty_clicks_make_one_thing_and_one_answer(String route) throws Exception {
        var key = UUID.randomUUID().toString();
        var clicks = new ArrayList<Callable<Response>>();
        for (int i = 0; i < 50; i++) {
            clicks.add(() -> click(route, key, key));
        }

        List<Future<Response>> answers;
        try (var threads = Executors.newFixedThreadPool(50)) {
            answers = threads.invokeAll(clicks);
        }

        var ids = new HashSet<String>();
        int passwords = 0;
        for (var answer : answers) {
            assertThat(answer.get().statusCode()).isEqualTo(201);
            ids.add(answer.get().path("id"));
            passwords += answer.get().path("oneTimePassword") == null ? 0 : 1;
        }
        assertThat(ids).hasSize(1);
        assertThat(passwords).isEqualTo(1);
        assertThat(runs(key)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"things", "session-things"})
    void another_body_under_the_same_key_is_refused(String route) {
        var key = UUID.randomUUID().toString();
        assertThat(click(route, key, key).statusCode()).isEqualTo(201);

        var answer = click(route, key, key + "-other");

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(runs(key + "-other")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"things", "session-things"})
    void a_refusal_is_not_kept(String route) {
        var key = UUID.randomUUID().toString();
        assertThat(click(route, key, "refused").statusCode()).isEqualTo(409);

        assertThat(click(route, key, key).statusCode()).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"things", "session-things"})
    void without_a_key_every_request_counts(String route) {
        var name = UUID.randomUUID().toString();

        assertThat(click(route, null, name).statusCode()).isEqualTo(201);
        assertThat(click(route, null, name).statusCode()).isEqualTo(201);

        assertThat(runs(name)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"things", "session-things"})
    void a_key_is_forgotten_after_a_day(String route) {
        var key = UUID.randomUUID().toString();
        click(route, key, key);
        pool.preparedQuery("update idempotency set created_at = clock_timestamp() - interval '25 hours' where key = $1")
                .executeAndAwait(io.vertx.mutiny.sqlclient.Tuple.of(key));

        assertThat(click(route, key, key + "-new").statusCode()).isEqualTo(201);
    }

    @Test
    void however_many_are_old_all_are_forgotten() {
        var caller = UUID.randomUUID().toString();
        pool.preparedQuery("insert into idempotency (caller, route, key, body_hash, created_at)"
                        + " select $1, 'POST /x', n::text, 'h', clock_timestamp() - interval '25 hours'"
                        + " from generate_series(1, 2500) n")
                .executeAndAwait(io.vertx.mutiny.sqlclient.Tuple.of(caller));

        idempotency.forgetOld().await().indefinitely();

        var left = pool.preparedQuery("select count(*) from idempotency where caller = $1")
                .executeAndAwait(io.vertx.mutiny.sqlclient.Tuple.of(caller));
        assertThat(left.iterator().next().getLong(0)).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = 256)
    void a_key_has_a_length(int length) {
        var answer = click("things", "k".repeat(length), "a");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.<String>path("errors[0].field")).isEqualTo("Idempotency-Key");
    }

    private long runs(String name) {
        return IdempotencyProbe.runs(Tx.of(pool), name).await().indefinitely();
    }

    private static Response click(String route, @Nullable String key, String name) {
        var request = given().contentType("application/json").body("{\"name\":\"" + name + "\"}");
        if (key != null) {
            request.header("Idempotency-Key", key);
        }
        return request.post("/test.base/" + route);
    }

    /** Signed in, because nothing under test here is open without a login. */
    private static RequestSpecification given() {
        return RestAssured.given().header("Authorization", "Bearer " + Admin.token());
    }
}
