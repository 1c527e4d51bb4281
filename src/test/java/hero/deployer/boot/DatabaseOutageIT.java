package hero.deployer.boot;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.vertx.mutiny.sqlclient.Pool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import hero.deployer.testing.Admin;
import hero.deployer.testing.FaultyPostgresResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The way to PostgreSQL fails as networks do: cut off, refused, or silent without a word. */
@QuarkusTest
@WithTestResource(value = FaultyPostgresResource.class, scope = TestResourceScope.RESTRICTED_TO_CLASS)
class DatabaseOutageIT {
    /** What is asked for is two seconds and one; a machine with many tests at once may take longer. */
    private static final Duration ANSWERED = Duration.ofSeconds(4);

    private static final Duration WELL_AGAIN = Duration.ofSeconds(10);
    private static final Duration SLOWEST = Duration.ofSeconds(20);

    private static final int SILENT_CONNECTIONS = 24;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final AtomicInteger number = new AtomicInteger();

    @Inject
    Pool pool;

    private String token = "";

    @BeforeEach
    void wellAtFirst() {
        FaultyPostgresResource.network("PASS");
        await().atMost(WELL_AGAIN).ignoreExceptions().until(() -> {
            token = Admin.token();
            return ready() == 200 && get("/api/v1/channels").statusCode() == 200;
        });
    }

    @AfterEach
    void wellAgain() {
        FaultyPostgresResource.network("PASS");
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + path))
                .timeout(SLOWEST)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json");
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(to(path).build(), BodyHandlers.ofString());
    }

    private int ready() throws IOException, InterruptedException {
        return get("/q/health/ready").statusCode();
    }

    private HttpRequest post(String path, String body) {
        return to(path).POST(HttpRequest.BodyPublishers.ofString(body)).build();
    }

    /** Reads and writes through the pool and through Panache, the login, the stream's start, lists of every room. */
    private List<HttpRequest> one() {
        int n = number.incrementAndGet();
        var requests = new ArrayList<HttpRequest>();
        for (var path : List.of(
                "/api/v1/session",
                "/api/v1/channels",
                "/api/v1/setups",
                "/api/v1/organizations",
                "/api/v1/organizations/nobody/instances",
                "/api/v1/nodes",
                "/api/v1/people",
                "/api/v1/tokens",
                "/api/v1/audit",
                "/api/v1/outbox",
                "/api/v1/contracts",
                "/api/v1/onboardings/onb_none",
                "/api/v1/refreshes/ref_none",
                "/api/v1/events?organization=nobody")) {
            requests.add(to(path).build());
        }
        requests.add(post("/api/v1/channels", "{\"name\": \"cut-" + n + "\"}"));
        requests.add(to("/api/v1/tokens")
                .header("Idempotency-Key", "cut-" + n)
                .POST(HttpRequest.BodyPublishers.ofString("{\"name\": \"cut-" + n + "\"}"))
                .build());
        requests.add(post("/api/v1/session", "{\"username\": \"nobody\", \"password\": \"wrong wrong\"}"));
        return requests;
    }

    private record Answer(String request, int status, boolean hint, long millis, String body) {}

    private List<Answer> ask(List<HttpRequest> requests) throws ExecutionException, InterruptedException {
        var answers = new ArrayList<CompletableFuture<Answer>>();
        for (var request : requests) {
            long began = System.nanoTime();
            answers.add(http.sendAsync(request, BodyHandlers.ofString())
                    .thenApply(response -> new Answer(
                            request.method() + " " + request.uri().getPath(),
                            response.statusCode(),
                            response.headers().firstValue("Retry-After").isPresent(),
                            TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began),
                            response.body())));
        }
        var all = new ArrayList<Answer>();
        for (var answer : answers) {
            all.add(answer.get());
        }
        return all;
    }

    private static void noneIsABug(List<Answer> answers) {
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.status()).as(answer.toString()).matches(status -> status < 500 || status == 503);
            assertThat(answer.status() != 503 || answer.hint())
                    .as(answer.toString())
                    .isTrue();
        });
    }

    @Test
    void connections_that_are_cut_at_any_point_are_unavailable_and_never_a_bug() throws Exception {
        var answers = new ArrayList<Answer>();
        for (int round = 0; round < 40; round++) {
            var requests =
                    IntStream.range(0, 3).boxed().flatMap(i -> one().stream()).toList();
            long at = 1 + round % 20;
            var cut = CompletableFuture.runAsync(
                    () -> FaultyPostgresResource.network("CUT"),
                    CompletableFuture.delayedExecutor(at, TimeUnit.MILLISECONDS));
            answers.addAll(ask(requests));
            cut.get();
        }

        noneIsABug(answers);
        assertThat(answers).anyMatch(answer -> answer.status() == 503);
        assertThat(answers).anyMatch(answer -> answer.status() == 200);
    }

    @Test
    void a_database_that_refuses_is_unavailable_for_everybody() throws Exception {
        FaultyPostgresResource.network("REFUSE");

        var answers = ask(one());

        noneIsABug(answers);
        assertThat(answers)
                .filteredOn(answer -> answer.request().contains("/audit"))
                .allMatch(a -> a.status() == 503);
        assertThat(ready()).isEqualTo(503);
    }

    @Test
    void a_silent_network_is_unavailable_in_time_and_all_is_well_after_it() throws Exception {
        FaultyPostgresResource.network("SILENT");

        for (int round = 0; round < 3; round++) {
            var answers = ask(one());

            noneIsABug(answers);
            assertThat(answers)
                    .allSatisfy(answer ->
                            assertThat(answer.millis()).as(answer.toString()).isLessThan(ANSWERED.toMillis()));
            long asked = System.nanoTime();
            assertThat(ready()).isEqualTo(503);
            assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(ANSWERED);
        }

        FaultyPostgresResource.network("PASS");
        await().atMost(WELL_AGAIN).until(this::isWell);
    }

    @Test
    void connections_that_are_silent_for_ever_are_thrown_away() throws Exception {
        // as many as the pool holds, all in use at once
        var busy = IntStream.range(0, SILENT_CONNECTIONS)
                .mapToObj(i -> pool.query("select pg_sleep(0.3)").execute().subscribeAsCompletionStage())
                .toList();
        await().until(() -> !busy.getFirst().isDone());
        FaultyPostgresResource.network("SILENT");
        ask(one());
        FaultyPostgresResource.network("PASS");

        await().atMost(WELL_AGAIN).until(this::isWell);
    }

    private boolean isWell() throws Exception {
        var answers = ask(one());
        return ready() == 200
                && answers.stream().allMatch(answer -> answer.status() < 500)
                && nothingWaits("event_pending")
                && nothingWaits("task_wake");
    }

    private boolean nothingWaits(String table) {
        return pool.query("select not exists (select 1 from " + table + ")")
                .execute()
                .await()
                .atMost(ANSWERED)
                .iterator()
                .next()
                .getBoolean(0);
    }

    @Test
    void slow_statements_are_let_be() {
        var slow = pool.query("select pg_sleep(3)").execute().await().atMost(SLOWEST);

        assertThat(slow.size()).isEqualTo(1);
    }
}
