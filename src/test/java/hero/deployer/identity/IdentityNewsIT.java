package hero.deployer.identity;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import hero.deployer.events.Event;
import hero.deployer.events.EventLog;
import hero.deployer.testing.Admin;
import hero.deployer.testing.PostgresResource;

import static hero.deployer.identity.Accounts.by;
import static hero.deployer.identity.Accounts.now;
import static hero.deployer.identity.Accounts.session;
import static hero.deployer.identity.Accounts.signIn;
import static org.assertj.core.api.Assertions.assertThat;

/** What the log tells of logins, passwords and tokens, and to whom. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
class IdentityNewsIT {
    private static final Caller SEES_ALL =
            new Caller("all", "All", List.of(new Grant(Role.VIEWER, Grant.EVERYWHERE)), false);
    private static final Caller SEES_ONE = new Caller("one", "One", List.of(new Grant(Role.ADMIN, "news-org")), false);

    @Inject
    Accounts accounts;

    @Inject
    EventLog log;

    @Test
    void loginsAreToldToThoseWhoSeeEverythingAndToNobodyElse() {
        accounts.add("news-ada", "news-org", "correct horse battery");
        var cookie = session("news-ada", "correct horse battery");
        by(cookie).delete("/api/v1/session").then().statusCode(204);

        var told = await("news-ada", "session.ended");

        assertThat(told).extracting(Event::type).contains("session.created");
        assertThat(told).extracting(Event::dataText).noneMatch(data -> data.contains(cookie));
        assertThat(read("news-ada", SEES_ONE)).extracting(Event::type).containsExactly("person.created");
    }

    @Test
    void refusedLoginsAreToldNowAndThen() {
        accounts.add("news-bob", "news-org", "correct horse battery");

        Awaitility.await()
                .atMost(Accounts.PATIENCE)
                .pollInterval(Duration.ofMillis(1500))
                .until(() -> {
                    signIn("news-bob", "a wrong guess");
                    return read("news-bob", SEES_ALL).stream()
                            .anyMatch(event -> event.type().equals("session.refused"));
                });
    }

    @Test
    void aReissuedPasswordAndATokenAreToldWithoutTheirSecrets() {
        accounts.add("news-cid", "news-org");
        var password = Admin.request()
                .post("/api/v1/people/news-cid/one-time-password")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getString("oneTimePassword");
        var token = Admin.request()
                .body(Map.of("name", "news"))
                .post("/api/v1/tokens")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
        Admin.request().delete("/api/v1/tokens/" + token.getString("id")).then().statusCode(204);

        var ofPassword = await("news-cid", "password.changed");
        var ofToken = await(token.getString("id"), "token.deleted");

        assertThat(ofPassword.getLast().data().getBoolean("mustChangePassword")).isTrue();
        assertThat(ofPassword).extracting(Event::dataText).noneMatch(data -> data.contains(password));
        assertThat(ofToken).extracting(Event::type).containsExactly("token.created", "token.deleted");
        assertThat(ofToken).extracting(Event::dataText).noneMatch(data -> data.contains(token.getString("token")));
        assertThat(read(token.getString("id"), SEES_ONE)).isEmpty();
    }

    /** Everything told of a subject, oldest first, once an event of that type is among it. */
    private List<Event> await(String subject, String type) {
        Awaitility.await()
                .atMost(Accounts.PATIENCE)
                .until(() -> read(subject, SEES_ALL).stream()
                        .anyMatch(event -> event.type().equals(type)));
        return read(subject, SEES_ALL);
    }

    private List<Event> read(String subject, Caller caller) {
        return now(log.read(new EventLog.Filter(null, null, subject), caller::maySee, null, 100))
                .items()
                .reversed();
    }
}
