package hero.deployer.base.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicLong;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import hero.deployer.testing.Admin;
import hero.deployer.testing.PostgresResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What anybody may make the server keep, seen from a bare connection. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
class ServerLimitsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final byte[] CHUNK =
            ("1000\r\n" + "a".repeat(0x1000) + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    /** What fits into the network's buffers between us, and is taken before the server hangs up. */
    private static final long BUFFERS = 16 << 20;

    @ParameterizedTest
    @CsvSource({
        "POST, /api/v1/session, localhost",
        "POST, /api/v1/sess%69on, localhost",
        "POST, //api//v1/./session, localhost",
        "PUT, /api/v1/session/password, localhost",
        "POST, /api/v1/channels, localhost",
        "POST, /nowhere, localhost",
        "POST, /.hero/login, ada--acme.localhost",
        "POST, /anything, ada--acme.localhost",
        "POST, /anything, nobody.example.org",
    })
    void an_endless_body_is_refused_and_read_no_further(String method, String path, String host) throws IOException {
        try (var client = new RawClient()) {
            client.send(method + " " + path + " HTTP/1.1\r\nHost: " + host
                    + "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");

            long sent = client.sendUntilRefused(CHUNK, 4 * BUFFERS);

            assertThat(sent).isLessThan(BUFFERS);
            assertThat(client.readToEnd(PATIENCE)).matches("(?s)(HTTP/1\\.1 4\\d\\d .*)?");
        }
    }

    @Test
    void an_oversized_login_is_told_so_before_the_connection_closes() throws IOException {
        try (var client = new RawClient()) {
            client.send(head("POST", "/api/v1/session", "Content-Length: 20000"))
                    .send("a".repeat(20_000));

            assertThat(client.readToEnd(PATIENCE))
                    .startsWith("HTTP/1.1 413 ")
                    .containsIgnoringCase("content-type: application/problem+json")
                    .containsIgnoringCase("connection: close")
                    .contains("/problems/too-large");
        }
    }

    @Test
    void a_body_that_comes_drop_by_drop_has_a_deadline() throws IOException {
        try (var client = new RawClient()) {
            client.send(head("POST", "/api/v1/session", "Content-Length: 1000"));
            var drops = Thread.ofVirtual().start(() -> drip(client));

            assertThat(client.readToEnd(PATIENCE)).startsWith("HTTP/1.1 408 ").contains("/problems/too-slow");
            drops.interrupt();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "P",
                "PRI * HT",
                "GET / HTTP/1.1\r\nHost: localhost\r\nX-Half",
                "POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}GET /"
            })
    void half_a_head_has_a_deadline(String half) throws IOException {
        try (var client = new RawClient()) {
            client.send(half);

            assertThat(client.readToEnd(PATIENCE)).matches("(?s)(HTTP/1\\.1 4.*)?");
        }
    }

    @Test
    void two_lengths_are_refused_and_the_connection_is_closed() throws IOException {
        try (var client = new RawClient()) {
            client.send(head("POST", "/api/v1/session", "Content-Length: 3", "Transfer-Encoding: chunked"))
                    .send("0\r\n\r\nGET /q/health/live HTTP/1.1\r\nHost: localhost\r\n\r\n");

            var answer = client.readToEnd(PATIENCE);
            assertThat(answer).startsWith("HTTP/1.1 400 ").contains("application/problem+json");
            assertThat(answer.split("HTTP/1.1 ", -1)).hasSize(2);
        }
    }

    @Test
    void refusals_that_nobody_reads_stop_the_reading() throws IOException {
        var requests = "GET /api/v1/tokens HTTP/1.1\r\nHost: localhost\r\n\r\n"
                .repeat(200)
                .getBytes(StandardCharsets.ISO_8859_1);
        var sent = new AtomicLong();
        try (var client = new RawClient()) {
            var flood = Thread.ofVirtual().start(() -> {
                while (sent.get() < 4 * BUFFERS && client.sendUntilRefused(requests, requests.length) > 0) {
                    sent.addAndGet(requests.length);
                }
            });
            var last = new AtomicLong(-1);
            // it stands still: what was sent lies in the network's buffers
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofSeconds(2))
                    .until(() -> last.getAndSet(sent.get()) == sent.get());
            assertThat(sent.get()).isLessThan(BUFFERS);
            flood.interrupt();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 100})
    void pipelined_requests_are_all_answered_in_order(int count) throws IOException {
        try (var client = new RawClient()) {
            client.send("GET /q/health/live HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(count)
                    + "GET /api/v1/no-such-route HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

            var answers = client.readToEnd(PATIENCE).split("HTTP/1.1 ", -1);
            assertThat(answers).hasSize(count + 2);
            assertThat(answers[1]).startsWith("200");
            assertThat(answers[count]).startsWith("200");
            assertThat(answers[count + 1]).startsWith("401");
        }
    }

    @ParameterizedTest
    @CsvSource({"/api/v1/%zz, 400", "/api/v1/%, 400", "/%c, 400"})
    void a_malformed_address_is_a_problem(String address, int status) throws IOException {
        try (var client = new RawClient()) {
            client.send(head("GET", address));

            assertProblem(client, status);
        }
    }

    @Test
    void too_long_an_address_and_too_large_a_head_are_problems() throws IOException {
        try (var client = new RawClient()) {
            client.send(head("GET", "/api/v1/" + "a".repeat(100_000)));
            assertProblem(client, 414);
        }
        try (var client = new RawClient()) {
            client.send(head("GET", "/api/v1/organizations", "X-Long: " + "a".repeat(100_000)));
            assertProblem(client, 431);
        }
    }

    @Test
    void an_offer_to_upgrade_to_http2_is_overlooked() throws IOException {
        try (var client = new RawClient()) {
            client.send(head(
                    "GET",
                    "/q/health/live",
                    "Connection: Upgrade, HTTP2-Settings, close",
                    "Upgrade: h2c",
                    "HTTP2-Settings: AAMAAABkAAQAAP__"));

            assertThat(client.readToEnd(PATIENCE)).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void unfinished_bodies_are_bounded_all_together_and_signing_in_works_meanwhile() throws IOException {
        var clients = new ArrayList<RawClient>();
        var authorization = "Authorization: Bearer " + Admin.token();
        try {
            for (int i = 0; i < 40; i++) {
                var client = new RawClient();
                clients.add(client);
                client.send(head("POST", "/api/v1/channels", authorization, "Content-Length: 4000000"));
                client.sendUntilRefused(new byte[100_000], 3_900_000);
            }
            // those that fit are waited for, the others are told to come later
            int refused = 0;
            for (var client : clients) {
                refused += client.says(Duration.ofMillis(300)).startsWith("HTTP/1.1 503 ") ? 1 : 0;
            }
            assertThat(refused).isBetween(40 - 14, 40 - 6);
            RestAssured.given()
                    .contentType("application/json")
                    .body("{\"username\":\"nobody\",\"password\":\"nothing at all\"}")
                    .post("/api/v1/session")
                    .then()
                    .statusCode(401);
        } finally {
            for (var client : clients) {
                client.close();
            }
        }
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Admin.request()
                                .body("{\"name\":\"" + "a".repeat(900_000) + "\"}")
                                .post("/api/v1/channels")
                                .statusCode())
                        .isEqualTo(400));
    }

    @Test
    void an_artifact_may_be_larger_than_all_of_them() throws IOException {
        try (var client = new RawClient()) {
            client.send(head(
                    "POST",
                    "/api/v1/channels/front-limits/builds?version=1.0.0",
                    "Authorization: Bearer " + Admin.token(),
                    "Content-Type: application/gzip",
                    "Connection: close",
                    "Content-Length: " + (80 << 20)));

            client.sendUntilRefused(new byte[1 << 20], 80 << 20);

            // it was read to its end, and is no archive
            assertThat(client.readToEnd(PATIENCE)).matches("(?s)HTTP/1\\.1 (404|422) .*");
        }
    }

    private static void assertProblem(RawClient client, int status) throws IOException {
        assertThat(client.readToEnd(PATIENCE))
                .startsWith("HTTP/1.1 " + status + " ")
                .containsIgnoringCase("content-type: application/problem+json")
                .containsIgnoringCase("x-request-id: ")
                .contains("\"status\":" + status);
    }

    private static void drip(RawClient client) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                client.send("{");
                Thread.sleep(100);
            }
        } catch (IOException | InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    private static String head(String method, String path, String... headers) {
        var head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n");
        if (method.equals("POST")) {
            head.append(String.join("", headers).contains("Content-Type") ? "" : "Content-Type: application/json\r\n");
        }
        for (var header : headers) {
            head.append(header).append("\r\n");
        }
        return head.append("\r\n").toString();
    }
}
