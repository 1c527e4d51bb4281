package hero.deployer.console;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import hero.deployer.base.Tx;
import hero.deployer.console.SseClient.Frame;
import hero.deployer.events.EventLog;
import hero.deployer.events.NewEvent;
import hero.deployer.identity.Grant;
import hero.deployer.identity.Role;
import hero.deployer.testing.Admin;
import hero.deployer.testing.PostgresResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

@QuarkusTest
@WithTestResource(PostgresResource.class)
class EventStreamIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject
    EventLog log;

    @Inject
    Pool pool;

    @Inject
    StreamRegistry registry;

    @Test
    void greetsWithTheHeadThenSendsWhatIsNewAndBeats() throws Exception {
        run("run-greets", "stream-greets");
        try (var stream = SseClient.open(Admin.token(), "?removal=run-greets")) {
            var hello = stream.awaitType("hello");
            append("stream-greets", "run-greets", "s1", 1);
            var seen = stream.awaitType("test.thing");

            assertThat(stream.response().headers().firstValue("Content-Type")).hasValue("text/event-stream");
            assertThat(stream.response().headers().firstValue("Cache-Control")).hasValue("no-store");
            assertThat(hello.id()).isEqualTo(String.valueOf(hello.data().getLong("id")));
            assertThat(seen.data().getString("organization")).isEqualTo("stream-greets");
            assertThat(seen.data().getString("subject")).isEqualTo("s1");
            assertThat(seen.data().getJsonObject("data").getString("n")).startsWith("0");
            assertThat(Long.parseLong(seen.id())).isGreaterThan(Long.parseLong(hello.id()));
            stream.await(frame -> frame.comment().startsWith(":"));
        }
    }

    @Test
    void resumesWithoutGapOrDuplicate() throws Exception {
        String first;
        run("run-resumes", "stream-resumes");
        try (var stream = SseClient.open(Admin.token(), "?removal=run-resumes")) {
            stream.awaitType("hello");
            append("stream-resumes", "run-resumes", "s", 3);
            first = stream.awaitType("test.thing").id();
        }
        append("stream-resumes", "run-resumes", "s", 2);

        try (var stream = SseClient.open(Admin.token(), "?removal=run-resumes&after=0", "Last-Event-ID", first)) {
            Awaitility.await().atMost(PATIENCE).until(() -> things(stream).size() >= 4);

            assertThat(stream.awaitType("hello").id()).isEqualTo(first);
            assertThat(things(stream))
                    .extracting(frame -> Long.parseLong(frame.id()))
                    .hasSize(4)
                    .doesNotHaveDuplicates()
                    .isSorted()
                    .allMatch(id -> id > Long.parseLong(first));
        }
    }

    @Test
    void saysResetForAnIdItDoesNotKnow() throws Exception {
        try (var stream = SseClient.open(Admin.token(), "?after=" + Long.MAX_VALUE)) {
            var reset = stream.awaitType("reset");

            assertThat(reset.id()).isEqualTo(String.valueOf(reset.data().getLong("id")));
        }
    }

    @Test
    void refusesWhatIsNoId() {
        Admin.request().get("/api/v1/events?after=yesterday").then().statusCode(400);
        Admin.request()
                .header("Last-Event-ID", "-1")
                .get("/api/v1/events")
                .then()
                .statusCode(400);
        Admin.request().get("/api/v1/events?organization=stream-nowhere").then().statusCode(404);
        RestAssured.given().get("/api/v1/events").then().statusCode(401);
    }

    @Test
    void refusesARunThatIsNotThereNotVisibleOrOfAnotherOrganization() {
        run("run-theirs-alone", "stream-theirs");
        for (var kind : List.of("onboarding", "refresh", "removal")) {
            Admin.request()
                    .get("/api/v1/events?" + kind + "=run-unknown")
                    .then()
                    .statusCode(404)
                    .body("type", equalTo("/problems/not-found"));
        }
        Admin.requestAs("stream-stranger", new Grant(Role.VIEWER, "stream-mine"))
                .get("/api/v1/events?removal=run-theirs-alone")
                .then()
                .statusCode(404);
        Admin.request().head("/api/v1/events?removal=run-theirs-alone").then().statusCode(200);
        Admin.request().get("/api/v1/events?refresh=run-theirs-alone").then().statusCode(404);
    }

    @Test
    void onePersonHasSoManyStreamsAndNoMoreByWhateverToken() throws Exception {
        Admin.tokenOf("stream-greedy");
        var sockets = new ArrayList<Socket>();
        try {
            for (int i = 0; i < registry.maxPerPerson(); i++) {
                sockets.add(reader("hero_test-token-of-stream-greedy", ""));
            }
            Awaitility.await().atMost(PATIENCE).until(() -> registry.of("stream-greedy") == registry.maxPerPerson());

            Admin.requestAs("stream-greedy")
                    .get("/api/v1/events")
                    .then()
                    .statusCode(429)
                    .body("type", equalTo("/problems/too-many-streams"))
                    .body("max", equalTo(registry.maxPerPerson()));
            try (var other = SseClient.open(Admin.token(), "")) {
                other.awaitType("hello");
            }
        } finally {
            for (var socket : sockets) {
                socket.close();
            }
        }
        Awaitility.await().atMost(PATIENCE).until(() -> registry.of("stream-greedy") == 0);
    }

    @Test
    void keepsNoPlaceForOnesThatGoWhileTheyAreLetIn() throws Exception {
        var token = Admin.tokenOf("stream-hasty", new Grant(Role.VIEWER, "stream-hasty"));
        run("run-hasty", "stream-hasty");
        for (int i = 0; i < 200; i++) {
            var socket = reader(token, "?removal=run-hasty");
            socket.setSoLinger(true, 0);
            socket.close();
        }
        try (var last = SseClient.open(token, "?removal=run-hasty")) {
            last.awaitType("hello");
            Awaitility.await().atMost(PATIENCE).until(() -> registry.of("stream-hasty") == 1);
        }
    }

    @Test
    void showsWhatARightGainedOpens() throws Exception {
        var token = Admin.tokenOf("stream-riser", new Grant(Role.VIEWER, "stream-old"));
        try (var stream = SseClient.open(token, "")) {
            stream.awaitType("hello");
            Admin.tokenOf("stream-riser", new Grant(Role.VIEWER, "stream-new"));

            Awaitility.await().atMost(PATIENCE).until(() -> {
                append("stream-new", "run-new", "gained", 1);
                return things(stream).stream()
                        .anyMatch(frame -> "stream-new".equals(frame.data().getString("organization")));
            });
            pool.query("delete from role_grant where username = 'stream-riser' and scope = 'stream-new'")
                    .execute()
                    .await()
                    .atMost(PATIENCE);
            stream.awaitEnd();
        }
    }

    @Test
    void showsOnlyWhatTheReaderMaySee() throws Exception {
        var token = Admin.tokenOf("stream-viewer", new Grant(Role.VIEWER, "stream-mine"));
        try (var stream = SseClient.open(token, "")) {
            stream.awaitType("hello");
            append("stream-theirs", "run-theirs", "theirs", 1);
            append("stream-mine", "run-mine", "mine", 1);
            append("", "run-all", "all", 1);
            stream.await(frame -> "all".equals(frame.data().getString("subject")));

            assertThat(things(stream))
                    .extracting(frame -> frame.data().getString("organization"))
                    .doesNotContain("stream-theirs")
                    .contains("stream-mine");
        }
        Admin.requestAs("stream-viewer")
                .get("/api/v1/events?organization=stream-theirs")
                .then()
                .statusCode(404);
    }

    @Test
    void endsWithTheRightToSee() throws Exception {
        var token = Admin.tokenOf("stream-leaver", new Grant(Role.VIEWER, "stream-left"));
        try (var stream = SseClient.open(token, "")) {
            stream.awaitType("hello");
            pool.query("delete from role_grant where username = 'stream-leaver'")
                    .execute()
                    .await()
                    .atMost(PATIENCE);

            stream.awaitEnd();
        }
    }

    @Test
    void endsWhenItsPersonMustReplaceAOneTimePassword() throws Exception {
        var token = Admin.tokenOf("stream-helped", new Grant(Role.VIEWER, "stream-help"));
        try (var stream = SseClient.open(token, "")) {
            stream.awaitType("hello");
            pool.query("update person set password_kind = 'one-time' where username = 'stream-helped'")
                    .execute()
                    .await()
                    .atMost(PATIENCE);

            stream.awaitEnd();
        }
    }

    @Test
    void tellsSomebodyWithoutAnyRoleNothing() throws Exception {
        var token = Admin.tokenOf("stream-nobody");
        run("run-nobody", "stream-nobodys");
        try (var stream = SseClient.open(token, "");
                var other = SseClient.open(Admin.token(), "?removal=run-nobody")) {
            stream.awaitType("hello");
            other.awaitType("hello");
            append("", "run-nobody", "all", 1);
            other.awaitType("test.thing");
            stream.await(frame -> frame.comment().startsWith(":"));

            assertThat(things(stream)).isEmpty();
        }
    }

    @Test
    void theHeadAloneHasAnEnd() throws Exception {
        var request = java.net.http.HttpRequest.newBuilder(
                        java.net.URI.create("http://localhost:" + RestAssured.port + "/api/v1/events"))
                .header("Authorization", "Bearer " + Admin.token())
                .timeout(PATIENCE)
                .method("HEAD", java.net.http.HttpRequest.BodyPublishers.noBody())
                .build();
        int before = registry.size();
        try (var client = java.net.http.HttpClient.newHttpClient()) {
            var answer = client.send(request, java.net.http.HttpResponse.BodyHandlers.discarding());

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(registry.size()).isLessThanOrEqualTo(before);
        }
    }

    @Test
    void dropsAReaderThatNeverReads() throws Exception {
        int before = registry.size();
        run("run-silent", "stream-silent");
        try (var socket = silentReader()) {
            Awaitility.await().atMost(PATIENCE).until(() -> registry.size() > before);
            for (int round = 0; round < 60 && registry.size() > before; round++) {
                append("stream-silent", "run-silent", "big", 60);
            }

            Awaitility.await().atMost(PATIENCE).until(() -> registry.size() <= before);
            assertThat(socket.isClosed()).isFalse();
        }
    }

    private static Socket reader(String token, String query) throws IOException {
        var socket = new Socket("localhost", RestAssured.port);
        var request = "GET /api/v1/events" + query + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token
                + "\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static Socket silentReader() throws IOException {
        var socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.connect(new InetSocketAddress("localhost", RestAssured.port));
        var request = "GET /api/v1/events?removal=run-silent HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                + Admin.token() + "\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static List<Frame> things(SseClient stream) {
        return stream.frames().stream()
                .filter(frame -> frame.event().equals("test.thing"))
                .toList();
    }

    /** A run that a stream can be narrowed to; one that has ended. */
    private void run(String id, String organization) {
        pool.preparedQuery("""
                        insert into removal (id, kind, organization, actor, state, gives_up_at, ended_at)
                        values ($1, 'organization', $2, 'test', 'succeeded', clock_timestamp(), clock_timestamp())
                        on conflict do nothing""").execute(Tuple.of(id, organization)).await().atMost(PATIENCE);
    }

    /** Each of about 4 KiB; several are of several subjects. */
    private void append(String scope, String run, String subject, int count) {
        var events = IntStream.range(0, count)
                .mapToObj(n -> new NewEvent(
                        "test.thing", scope, n == 0 ? subject : subject + n, run, Map.of("n", n + "x".repeat(4000))))
                .toList();
        pool.withTransaction(tx -> log.append(Tx.of(tx), events)).await().atMost(PATIENCE);
    }
}
