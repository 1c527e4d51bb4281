package hero.deployer.mail;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

import jakarta.inject.Inject;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import hero.deployer.base.Tx;
import hero.deployer.events.Event;
import hero.deployer.events.EventLog;
import hero.deployer.identity.Grant;
import hero.deployer.identity.Role;
import hero.deployer.mail.Outbox.Entry;
import hero.deployer.task.TaskLease;
import hero.deployer.task.TaskOutcome;
import hero.deployer.testing.Admin;
import hero.deployer.testing.PostgresResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

/** A mail's way through the outbox. The deployer under test has no mail server, so that every attempt here is this test's own. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
class MailTaskIT {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    @Inject
    Pool pool;

    @Inject
    Outbox outbox;

    @Inject
    MailStore store;

    @Inject
    MailNews news;

    @Inject
    EventLog events;

    private static <T> T now(Uni<T> uni) {
        return uni.await().atMost(PATIENCE);
    }

    private Entry enqueue(String key) {
        var mail = new NewMail(key, "mail-org", key + "@example.org", "Welcome\r\nBcc: all@example.org", "Hello", null);
        now(pool.withTransaction(connection -> outbox.enqueue(Tx.of(connection), mail)));
        return entry(key);
    }

    private Entry entry(String key) {
        return now(outbox.list(Tx.of(pool), null, null, null, 500)).items().stream()
                .filter(entry -> entry.to().equals(key + "@example.org"))
                .findFirst()
                .orElseThrow();
    }

    private TaskOutcome attempt(Entry mail, int port) {
        return attempt(mail, TestMailConfig.plain(port));
    }

    private TaskOutcome attempt(Entry mail, MailConfig config) {
        var sender = new SmtpSender(config);
        try {
            return now(new MailTask(store, news, sender, config).run(new Lease(mail.id(), pool)));
        } finally {
            sender.close();
        }
    }

    /** The states of a mail that the log tells of, oldest first, once there are so many. */
    private List<String> told(Entry mail, int count) {
        var filter = new EventLog.Filter(null, null, mail.id());
        Awaitility.await().atMost(PATIENCE).until(() -> events(filter).size() >= count);
        return events(filter).stream()
                .map(event -> {
                    assertThat(event.type()).isEqualTo("mail.state");
                    assertThat(event.scope()).isEqualTo("mail-org");
                    assertThat(event.dataText()).doesNotContain("Hello");
                    return event.data().getString("state");
                })
                .toList();
    }

    private List<Event> events(EventLog.Filter filter) {
        return now(events.read(filter, scope -> true, null, 100)).items().reversed();
    }

    private static GreenMail server(int port) {
        var server = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
        return server;
    }

    @Test
    void aMailLeavesOnce() throws Exception {
        var mail = enqueue("mail-once");
        var server = server(0);
        try {
            var port = server.getSmtp().getPort();

            assertThat(attempt(mail, port)).isEqualTo(TaskOutcome.done());
            assertThat(attempt(mail, port)).isEqualTo(TaskOutcome.done());

            assertThat(server.getReceivedMessages()).hasSize(1);
            var got = server.getReceivedMessages()[0];
            assertThat(got.getHeader("Message-ID")).containsExactly(mail.messageId());
            assertThat(got.getHeader("Bcc")).isNull();
            assertThat(got.getSubject()).isEqualTo("Welcome Bcc: all@example.org");
            assertThat(entry("mail-once").state()).isEqualTo("sent");
            assertThat(entry("mail-once").sentAt()).isNotNull();
            assertThat(told(mail, 2)).containsExactly("queued", "sent");
        } finally {
            server.stop();
        }
    }

    @Test
    void theSameKeyIsQueuedOnce() {
        var first = enqueue("mail-key");
        var second = enqueue("mail-key");

        assertThat(second).isEqualTo(first);
    }

    @Test
    void aServerThatIsDownDelaysAMailThatLeavesLaterUnderTheSameId() throws Exception {
        var mail = enqueue("mail-later");
        var server = server(0);
        int port = server.getSmtp().getPort();
        server.stop();

        var outcome = attempt(mail, port);

        assertThat(outcome).isInstanceOf(TaskOutcome.Again.class);
        assertThat(((TaskOutcome.Again) outcome).delay()).isBetween(Duration.ofSeconds(12), Duration.ofSeconds(18));
        assertThat(entry("mail-later").state()).isEqualTo("queued");
        assertThat(entry("mail-later").error()).isNotEmpty();
        var back = server(port);
        try {
            attempt(mail, port);
            assertThat(back.getReceivedMessages()[0].getHeader("Message-ID")).containsExactly(mail.messageId());
            assertThat(entry("mail-later").state()).isEqualTo("sent");
        } finally {
            back.stop();
        }
    }

    @Test
    void aMailThatWasTriedForADayHasFailed() {
        var mail = enqueue("mail-old");
        attempt(mail, 1);
        now(pool.query("update mail set first_attempt_at = first_attempt_at - interval '25 hours'"
                        + " where key = 'mail-old'")
                .execute());

        assertThat(attempt(mail, 1)).isEqualTo(TaskOutcome.done());

        assertThat(entry("mail-old").state()).isEqualTo("failed");
    }

    @Test
    void anUnknownOutcomeWaitsForAPerson() throws Exception {
        var mail = enqueue("mail-unknown");
        try (var silent =
                new ScriptedServer("220 hi", "250 hello", "250 from", "250 to", "354 go on", ScriptedServer.SILENCE)) {
            assertThat(attempt(mail, silent.port())).isEqualTo(TaskOutcome.done());
        }
        assertThat(entry("mail-unknown").state()).isEqualTo("unknown");

        var server = server(0);
        try {
            attempt(mail, server.getSmtp().getPort());
            assertThat(server.getReceivedMessages()).isEmpty();

            Admin.request()
                    .post("/api/v1/outbox/" + mail.id() + "/resend")
                    .then()
                    .statusCode(200)
                    .body("state", equalTo("queued"));
            attempt(mail, server.getSmtp().getPort());
            assertThat(server.getReceivedMessages()[0].getHeader("Message-ID")).containsExactly(mail.messageId());
        } finally {
            server.stop();
        }
        Admin.request()
                .post("/api/v1/outbox/" + mail.id() + "/resend")
                .then()
                .statusCode(409)
                .body("type", equalTo("/problems/wrong-state"));
    }

    @Test
    void aCrashBetweenIntentAndEndIsAnUnknownOutcome() {
        var mail = enqueue("mail-crash");
        now(pool.withTransaction(connection -> store.begin(Tx.of(connection), mail.id())));
        now(pool.withTransaction(connection -> store.handOver(Tx.of(connection), mail.id())));
        assertThat(entry("mail-crash").state()).isEqualTo("queued");

        assertThat(attempt(mail, 1)).isEqualTo(TaskOutcome.done());

        assertThat(entry("mail-crash").state()).isEqualTo("unknown");
        assertThat(told(mail, 2)).containsExactly("queued", "unknown");
    }

    @Test
    void aCrashBeforeTheFirstByteIsTriedAgain() throws Exception {
        var mail = enqueue("mail-crash-early");
        now(pool.withTransaction(connection -> store.begin(Tx.of(connection), mail.id())));

        var server = server(0);
        try {
            attempt(mail, server.getSmtp().getPort());
            assertThat(server.getReceivedMessages()).hasSize(1);
        } finally {
            server.stop();
        }
        assertThat(entry("mail-crash-early").state()).isEqualTo("sent");
    }

    @Test
    void aRefusedRecipientIsAFailure() throws Exception {
        var mail = enqueue("mail-refused");
        try (var server = new ScriptedServer("220 hi", "250 hello", "250 from", "550 no such user")) {
            attempt(mail, server.port());
        }

        assertThat(entry("mail-refused").state()).isEqualTo("failed");
        assertThat(entry("mail-refused").error()).contains("no such user");
    }

    @Test
    void theOutboxIsSeenByThoseWhoMaySeeItsOrganization() {
        var mail = enqueue("mail-seen");

        Admin.request()
                .get("/api/v1/outbox?organization=mail-org&state=queued&limit=500")
                .then()
                .statusCode(200)
                .body("items.find { it.to == 'mail-seen@example.org' }.organization", equalTo("mail-org"));
        Admin.requestAs("mail-viewer", new Grant(Role.VIEWER, "mail-org"))
                .get("/api/v1/outbox?limit=1")
                .then()
                .body("items", hasSize(1))
                .body("items[0].organization", equalTo("mail-org"));
        var stranger = Admin.requestAs("mail-stranger", new Grant(Role.ADMIN, "mail-other"));
        stranger.get("/api/v1/outbox?organization=mail-org").then().statusCode(404);
        Admin.requestAs("mail-other-admin", new Grant(Role.ADMIN, "mail-other"))
                .get("/api/v1/outbox?state=queued")
                .then()
                .body("items.findAll { it.organization == 'mail-org' }", empty());
        Admin.requestAs("mail-other-admin", new Grant(Role.ADMIN, "mail-other"))
                .post("/api/v1/outbox/" + mail.id() + "/resend")
                .then()
                .statusCode(404);
        Admin.requestAs("mail-viewer", new Grant(Role.VIEWER, "mail-org"))
                .post("/api/v1/outbox/" + mail.id() + "/resend")
                .then()
                .statusCode(403);
        Admin.request().get("/api/v1/outbox?state=lost").then().statusCode(400);
        Admin.request().get("/api/v1/outbox?cursor=x").then().statusCode(400);
    }

    /** A hold that nobody contests. */
    private record Lease(String key, Pool pool) implements TaskLease {
        @Override
        public long fence() {
            return 1;
        }

        @Override
        public int errors() {
            return 0;
        }

        @Override
        public <T> Uni<T> commit(Function<SqlConnection, Uni<T>> work) {
            return pool.withTransaction(Objects.requireNonNull(work));
        }
    }
}
