package hero.deployer.gateway;

import java.net.URL;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.UpgradeRejectedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import hero.deployer.testing.PostgresResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** The gateway before a small real stack. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
@SuppressWarnings("NullAway.Init") // the framework fills the fields
class GatewayIT {
    private static final String CHOSEN = "a much better password";
    private static int next;

    @Inject
    Vertx vertx;

    @Inject
    Cockpits cockpits;

    @Inject
    Exchanges exchanges;

    @TestHTTPResource
    URL deployer;

    private StubCockpit stack;
    private String person;
    private String oneTime;
    private Browser browser;

    @BeforeEach
    void putACockpitThere() throws Exception {
        stack = new StubCockpit(vertx);
        person = "gate" + next++;
        oneTime = cockpits.add("gateway-it", person, stack.address());
        browser = browserAt(person + "--gateway-it.localhost");
    }

    @AfterEach
    void takeItAway() throws Exception {
        browser.close();
        stack.close();
        await("no place is kept by what is over").until(() -> exchanges.open() == 0);
    }

    private Browser browserAt(String host) {
        return new Browser(vertx, host, deployer.getPort());
    }

    private void signIn() throws Exception {
        var in = browser.post(
                "/.hero/login", Map.of("username", person, "password", oneTime, "newPassword", CHOSEN, "next", "/"));
        assertThat(in.status()).as(in.body()).isEqualTo(303);
    }

    @Test
    void aStrangerSeesTheLoginPageAndNotOneByteOfTheCockpit() throws Exception {
        var page = browser.get("/secret/page", "Accept", "text/html");
        var data = browser.get("/data", "Accept", "application/json");
        var post = browser.send(HttpMethod.POST, "/echo", Buffer.buffer("x"));

        assertThat(page.status()).isEqualTo(401);
        assertThat(page.body())
                .contains("name=\"username\"", "name=\"password\"", "value=\"/secret/page\"")
                .doesNotContain("<script", "style=");
        assertThat(page.header("Content-Security-Policy"))
                .contains("default-src 'none'")
                .doesNotContain("unsafe");
        assertThat(page.header("Cache-Control")).isEqualTo("no-store");
        assertThat(data.status()).isEqualTo(401);
        assertThat(data.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(post.status()).isEqualTo(401);
        assertThatThrownBy(() -> browser.socket("/ws", browser.origin()))
                .hasRootCauseInstanceOf(UpgradeRejectedException.class);
        assertThat(stack.hits).hasValue(0);
    }

    @Test
    void thePersonReplacesTheOneTimePasswordAndIsIn() throws Exception {
        var asked = browser.post("/.hero/login", Map.of("username", person, "password", oneTime, "next", "/deep?x=1"));
        assertThat(asked.status()).isEqualTo(200);
        assertThat(asked.body()).contains("name=\"newPassword\"").doesNotContain(oneTime);
        var tooShort = browser.post("/.hero/login", Map.of("username", person, "newPassword", "short"));
        assertThat(tooShort.status()).isEqualTo(400);
        assertThat(tooShort.body()).contains("name=\"newPassword\"", "role=\"alert\"");

        var in = browser.post("/.hero/login", Map.of("username", person, "newPassword", CHOSEN, "next", "/deep?x=1"));

        assertThat(in.status()).isEqualTo(303);
        assertThat(in.header("Location")).isEqualTo("/deep?x=1");
        assertThat(in.headers().getAll("Set-Cookie"))
                .anySatisfy(cookie -> assertThat(cookie)
                        .matches("hero_cockpit_[0-9a-f]{8}=.*")
                        .containsIgnoringCase("HttpOnly")
                        .contains("SameSite=Lax", "Path=/")
                        .doesNotContain("Domain"))
                .anySatisfy(cookie -> assertThat(cookie)
                        .matches("hero_ticket_[0-9a-f]{8}=;.*")
                        .contains("Max-Age=0"));
        assertThat(browser.get("/deep?x=1").body()).isEqualTo("<p>the cockpit itself</p>");
        try (var later = browserAt(person + "--gateway-it.localhost")) {
            var again = later.post("/.hero/login", Map.of("username", person, "password", CHOSEN));
            assertThat(again.status()).isEqualTo(303);
        }
    }

    @Test
    void aNameIsTakenAsPeopleTypeIt() throws Exception {
        signIn();
        for (var typed : List.of(person.toUpperCase(java.util.Locale.ROOT), " " + person + " ", person + "\u00a0")) {
            try (var other = browserAt(person + "--gateway-it.localhost")) {
                assertThat(other.post("/.hero/login", Map.of("username", typed, "password", CHOSEN))
                                .status())
                        .isEqualTo(303);
            }
        }
    }

    @Test
    void somebodyElseAndAWrongPasswordLookAlike() throws Exception {
        String other = cockpits.add("gateway-it", "other-" + person, stack.address());
        var wrong = browser.post("/.hero/login", Map.of("username", person, "password", "wrong wrong wrong"));
        var somebody = browser.post("/.hero/login", Map.of("username", "other-" + person, "password", other));

        assertThat(wrong.status()).isEqualTo(401);
        assertThat(somebody.status()).isEqualTo(401);
        assertThat(somebody.body().replace("value=\"other-", "value=\"")).isEqualTo(wrong.body());
        assertThat(somebody.headers().contains("Set-Cookie")).isFalse();
        assertThat(stack.hits).hasValue(0);
    }

    @Test
    void aCookieOpensItsOwnCockpitAlone() throws Exception {
        signIn();
        String neighbour = "next-" + person;
        cockpits.add("gateway-it", neighbour, stack.address());
        try (var there = browserAt(neighbour + "--gateway-it.localhost")) {
            there.cookies.putAll(browser.cookies);

            assertThat(there.get("/").status()).isEqualTo(401);
        }
        assertThat(stack.hits).hasValue(0);
    }

    @Test
    void anInstanceThatIsNotThereLooksLikeOneThatIs() throws Exception {
        String password = cockpits.person("lost-" + person);
        try (var nowhere = browserAt("lost-" + person + "--gateway-it.localhost")) {
            var page = nowhere.get("/", "Accept", "text/html");
            var refused = nowhere.post("/.hero/login", Map.of("username", "lost-" + person, "password", password));

            assertThat(page.status()).isEqualTo(401);
            assertThat(page.body()).contains("name=\"username\"");
            assertThat(refused.status()).isEqualTo(401);
        }
    }

    @Test
    void ourCookieStaysOursAndTheirsStayTheirs() throws Exception {
        signIn();
        browser.cookies.put("hero-session", "the console's");
        browser.cookies.put("theme", "light");

        var answer = browser.get("/cookies");

        assertThat(stack.headers.get("Cookie")).isEqualTo("theme=light");
        assertThat(answer.headers().getAll("Set-Cookie")).isEqualTo(List.of("theme=dark; Path=/", "plain=1"));
        assertThat(answer.headers().contains("Keep-Alive")).isFalse();
    }

    @Test
    void theCockpitsBytesPassAsTheyAre() throws Exception {
        signIn();

        var answer = browser.get("/", "Accept-Encoding", "gzip");

        assertThat(answer.body()).isEqualTo("<p>the cockpit itself</p>");
        assertThat(answer.headers().contains("Content-Encoding")).isFalse();
    }

    @Test
    void theCockpitHearsTheTruthAboutWhoAsks() throws Exception {
        signIn();

        var unused = browser.get(
                "/",
                "X-Forwarded-For",
                "1.2.3.4",
                "X-Forwarded-Host",
                "evil.example",
                "Forwarded",
                "for=1.2.3.4",
                "Connection",
                "keep-alive, X-Private",
                "X-Private",
                "yes");

        var seen = stack.headers;
        assertThat(seen.getAll("X-Forwarded-For")).isEqualTo(List.of("127.0.0.1"));
        assertThat(seen.get("X-Forwarded-Host")).isEqualTo(person + "--gateway-it.localhost:" + deployer.getPort());
        assertThat(seen.get("X-Forwarded-Proto")).isEqualTo("http");
        assertThat(seen.get("Host")).isEqualTo(person + "--gateway-it.localhost:" + deployer.getPort());
        assertThat(seen.contains("Forwarded")).isFalse();
        assertThat(seen.contains("X-Private")).isFalse();
    }

    @Test
    void bodiesPassInBothDirections() throws Exception {
        signIn();

        var up = browser.send(HttpMethod.POST, "/echo", Buffer.buffer(new byte[5 * StubCockpit.MEGABYTE]));
        var put = browser.send(HttpMethod.PUT, "/echo", Buffer.buffer("x"), "Origin", browser.origin());
        var down = browser.get("/download");

        assertThat(up.body()).isEqualTo("POST " + 5 * StubCockpit.MEGABYTE);
        assertThat(put.body()).isEqualTo("PUT 1");
        assertThat(down.body()).hasSize(32 * StubCockpit.MEGABYTE);
    }

    @Test
    void aSlowReaderHoldsTheCockpitBackAndNotOurMemory() throws Exception {
        signIn();
        try (var reader = new java.net.Socket("127.0.0.1", deployer.getPort())) {
            var head = "GET /flood HTTP/1.1\r\nHost: " + person + "--gateway-it.localhost:" + deployer.getPort()
                    + "\r\nCookie: " + browser.cookieHeader() + "\r\n\r\n";
            reader.getOutputStream().write(head.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            assertThat(reader.getInputStream().readNBytes(12)).asString().isEqualTo("HTTP/1.1 200");

            var before = new AtomicReference<>(-1L);
            await().pollInterval(java.time.Duration.ofMillis(500))
                    .until(() -> before.getAndSet(stack.sent.get()) == stack.sent.get() && stack.sent.get() > 0);

            assertThat(stack.sent.get()).isLessThan(32L * StubCockpit.MEGABYTE);
        }
        await().until(() -> exchanges.open() == 0);
    }

    @Test
    void aForeignPageChangesNothingHere() throws Exception {
        signIn();
        String foreign = "http://evil--gateway-it.localhost:" + deployer.getPort();

        var write = browser.send(HttpMethod.POST, "/echo", Buffer.buffer("x"), "Origin", foreign);
        var login = browser.post("/.hero/login", Map.of("username", person, "password", CHOSEN), "Origin", foreign);
        var logout = browser.post("/.hero/logout", Map.of(), "Origin", "null");

        assertThat(write.status()).isEqualTo(403);
        assertThat(write.body()).contains(foreign, browser.origin());
        assertThat(login.status()).isEqualTo(403);
        assertThat(logout.status()).isEqualTo(403);
        assertThatThrownBy(() -> browser.socket("/ws", foreign)).hasRootCauseInstanceOf(UpgradeRejectedException.class);
        assertThat(stack.hits).hasValue(0);
    }

    @Test
    void aProxyThatDropsThePortHarmsNoCockpit() throws Exception {
        signIn();
        String without = person + "--gateway-it.localhost";

        var write =
                browser.send(HttpMethod.POST, "/echo", Buffer.buffer("x"), "Host", without, "Origin", browser.origin());

        assertThat(write.body()).isEqualTo("POST 1");
    }

    @Test
    void aSocketEchoesUntilItsLoginIsRevoked() throws Exception {
        signIn();
        var socket = browser.socket("/ws", browser.origin());
        var heard = new AtomicReference<>("");
        var closed = new java.util.concurrent.atomic.AtomicBoolean();
        socket.textMessageHandler(heard::set);
        socket.closeHandler(end -> closed.set(true));

        Browser.await(socket.writeTextMessage("hello"));

        await().until(() -> "echo hello".equals(heard.get()));
        assertThat(stack.headers.get("Cookie")).isEqualTo("mine=1");
        assertThat(exchanges.open()).isPositive();
        cockpits.revoke("gateway-it", person);
        await().untilTrue(closed);
        await().until(() -> exchanges.open() == 0);
        assertThat(browser.get("/").status()).isEqualTo(401);
    }

    @Test
    void signingOutEndsTheLoginForGood() throws Exception {
        signIn();
        var kept = Map.copyOf(browser.cookies);

        var out = browser.post("/.hero/logout", Map.of(), "Origin", browser.origin());

        assertThat(out.status()).isEqualTo(303);
        assertThat(browser.cookies).isEmpty();
        browser.cookies.putAll(kept);
        assertThat(browser.get("/").status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/../x", "/a/%2e%2e/b", "/..%2fb", "/a%5C..", "/a/%252e%252e"})
    void addressesThatClimbOrHideReachNobody(String path) throws Exception {
        signIn();

        assertThat(browser.get(path).status()).isEqualTo(400);
        assertThat(stack.hits).hasValue(0);
    }

    @Test
    void aCockpitThatIsNotThereYetOrDoesNotAnswerIsSaidKindly() throws Exception {
        String early = "early-" + person;
        String password = cockpits.add("gateway-it", early, null);
        signIn();
        var reset = browser.get("/reset", "Accept", "text/html");
        stack.close();

        var down = browser.get("/", "Accept", "text/html");
        var downData = browser.get("/", "Accept", "application/json");

        assertThat(reset.status()).isEqualTo(502);
        assertThat(down.status()).isEqualTo(502);
        assertThat(down.body()).contains("Your cockpit does not answer", "/.hero/login.css");
        assertThat(downData.status()).isEqualTo(502);
        assertThat(downData.body()).doesNotContain("<html");
        try (var waiting = browserAt(early + "--gateway-it.localhost")) {
            assertThat(waiting.post(
                                    "/.hero/login",
                                    Map.of("username", early, "password", password, "newPassword", CHOSEN))
                            .status())
                    .isEqualTo(303);
            var notYet = waiting.get("/", "Accept", "text/html");
            assertThat(notYet.status()).isEqualTo(503);
            assertThat(notYet.body()).contains("Your cockpit is being set up");
        }
    }

    @Test
    void ourOwnPathsHaveTheirMethodsAndTheirStyle() throws Exception {
        var style = browser.get("/.hero/login.css");

        assertThat(style.status()).isEqualTo(200);
        assertThat(style.header("Content-Type")).startsWith("text/css");
        assertThat(browser.get("/.hero/logout").status()).isEqualTo(405);
        assertThat(browser.get("/.hero/other").status()).isEqualTo(404);
        assertThat(browser.get("/.hero/login").status()).isEqualTo(200);
        assertThat(browser.send(
                                HttpMethod.POST,
                                "/.hero/login",
                                Buffer.buffer("{}"),
                                "Content-Type",
                                "application/json")
                        .status())
                .isEqualTo(415);
        assertThat(browser.post("/.hero/login", Map.of("username", "x".repeat(20_000)))
                        .status())
                .isEqualTo(413);
        assertThat(stack.hits).hasValue(0);
    }

    @Test
    void whatIsTypedNeverBecomesMarkup() throws Exception {
        var answer = browser.post(
                "/.hero/login",
                Map.of("username", "\"><script>alert(1)</script>", "password", "x", "next", "\"><script>"));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.body()).doesNotContain("<script>");
    }

    @Test
    void aHostThatIsNotOursGetsNothingButHealth() throws Exception {
        try (var foreign = browserAt("evil.example");
                var almost = browserAt("a--b--c.localhost")) {
            assertThat(foreign.get("/").status()).isEqualTo(421);
            assertThat(foreign.get("/api/v1/channels").status()).isEqualTo(421);
            assertThat(foreign.get("/q/health/live").status()).isEqualTo(200);
            for (var climbing : List.of("/q/health/..", "/q/health/../../api/v1/session", "/q/health/%2e%2e/openapi")) {
                assertThat(foreign.get(climbing).status()).as(climbing).isEqualTo(421);
            }
            assertThat(almost.get("/").status()).isEqualTo(421);
        }
        try (var console = browserAt("localhost")) {
            assertThat(console.get("/q/health/live").status()).isEqualTo(200);
            assertThat(console.get("/api/v1/channels").status()).isEqualTo(401);
        }
    }
}
