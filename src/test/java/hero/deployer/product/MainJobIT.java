package hero.deployer.product;

import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.vertx.core.json.JsonObject;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import static org.assertj.core.api.Assertions.assertThat;

/** From nothing to a person's cockpit on real instances: one story, told in order on one deployer. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MainJobIT {
    private static final Duration ONBOARDING = Duration.ofSeconds(120);

    private static Product product;
    private static Api admin;
    private static JsonObject ada = new JsonObject();

    @BeforeAll
    static void start() throws Exception {
        product = new Product();
        admin = signedIn();
    }

    @AfterAll
    static void stop() throws Exception {
        admin.delete("/api/v1/organizations/acme");
        product.close();
    }

    private static Api signedIn() throws Exception {
        var api = new Api(product.port());
        var answer = api.post(
                "/api/v1/session", new JsonObject().put("username", "admin").put("password", Product.PASSWORD));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return api;
    }

    @Test
    @Order(0)
    void thePageOpensByAddressesAsBrowsersWriteThem() throws Exception {
        try (var socket = new Socket("localhost", product.port())) {
            socket.setSoTimeout(10_000);
            var head = "GET /?q=a|b&discount=100%&r={}^[] HTTP/1.1\r\nHost: localhost:" + product.port()
                    + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));

            assertThat(socket.getInputStream().readNBytes(12)).asString().isEqualTo("HTTP/1.1 200");
        }
    }

    @Test
    @Order(1)
    void anOrganizationComesWithItsAdminInstance() throws Exception {
        var made = admin.post("/api/v1/organizations", new JsonObject("""
                {"slug": "acme", "name": "Acme Inc", "setup": "basic", "channel": "stable",
                 "admin": {"username": "mira", "name": "Mira M.", "email": "mira@acme.example"}}"""));

        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        awaitState(Api.json(made).getJsonObject("onboarding").getString("id"), "succeeded");
        var organization = Api.json(admin.get("/api/v1/organizations/acme"));
        assertThat(organization.getString("build")).isEqualTo("1.1.0");
        assertThat(organization.getJsonObject("instances").getInteger("ready")).isEqualTo(1);
        assertThat(organization.getInteger("roomFor")).isEqualTo(9);
    }

    @Test
    @Order(2)
    void onePostTakesAPersonToAReadyCockpitWithLiveStages() throws Exception {
        Queue<String> lines = new ConcurrentLinkedQueue<>();
        var reader = Thread.ofVirtual().start(() -> collect(lines));
        Awaitility.await("hello")
                .until(() ->
                        lines.stream().anyMatch(line -> line.equals("event: hello") || line.equals("event:hello")));

        var started = onboard("ada");
        ada = Api.json(started);
        assertThat(started.statusCode()).as(started.body()).isEqualTo(201);
        assertThat(ada.getString("oneTimePassword")).isNotBlank();
        var done = awaitState(ada.getString("id"), "succeeded");

        assertThat(done.getString("cockpitUrl")).isEqualTo("http://ada--acme.localhost:" + product.port() + "/");
        assertThat(done.containsKey("oneTimePassword")).as("shown once").isFalse();
        var stages = List.of("adding", "provisioning", "installing", "ready");
        Awaitility.await("the stream's last stage")
                .until(() -> runningStages(lines).contains("ready"));
        assertThat(runningStages(lines))
                .as("stages in their order, none backwards")
                .isSortedAccordingTo((one, other) -> Integer.compare(stages.indexOf(one), stages.indexOf(other)));
        reader.interrupt();
        assertThat(String.join("\n", lines)).doesNotContain(ada.getString("oneTimePassword"));
        assertThat(product.log()).doesNotContain(ada.getString("oneTimePassword"));
    }

    @Test
    @Order(3)
    void theCockpitOpensForItsPersonAloneBehindALogin() throws Exception {
        var host = "ada--acme.localhost:" + product.port();
        var stranger = new Api(product.port(), host);
        var login = stranger.get("/");
        assertThat(login.body())
                .contains("newPassword".substring(3).toLowerCase(java.util.Locale.ROOT))
                .doesNotContain("data-hero-cockpit");
        var action = formAction(login);

        var asAdministrator = stranger.submit(action, Map.of("username", "admin", "password", Product.PASSWORD));
        assertThat(asAdministrator.body()).doesNotContain("data-hero-cockpit");
        assertThat(stranger.get("/").body()).doesNotContain("data-hero-cockpit");

        var browser = new Api(product.port(), host);
        var password = ada.getString("oneTimePassword");
        var mustChange = browser.submit(action, Map.of("username", "ada", "password", password));
        assertThat(mustChange.body()).contains("newPassword").doesNotContain("data-hero-cockpit");
        browser.submit(
                formAction(mustChange),
                Map.of("username", "ada", "password", password, "newPassword", "ada's own good password"));
        var cockpit = browser.get("/");
        assertThat(cockpit.statusCode()).isEqualTo(200);
        assertThat(cockpit.body()).contains("data-hero-cockpit=\"acme/ada\"");

        var again = new Api(product.port(), host);
        again.submit(action, Map.of("username", "ada", "password", password));
        assertThat(again.get("/").body()).as("the one-time password is spent").doesNotContain("data-hero-cockpit");
    }

    @Test
    @Order(4)
    void aKilledDeployerFinishesWhatItBeganAndFindsItsInstances() throws Exception {
        var id = Api.json(onboard("bob")).getString("id");
        Awaitility.await("bob under way")
                .atMost(ONBOARDING)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> !onboarding(id).getString("stage").equals("adding"));

        product.kill();
        product.startAgain();
        admin = signedIn();

        awaitState(id, "succeeded");
        var organization = Api.json(admin.get("/api/v1/organizations/acme"));
        assertThat(organization.getJsonObject("instances").getInteger("total")).isEqualTo(3);
        assertThat(organization.getJsonObject("instances").getInteger("ready")).isEqualTo(3);
        try (var machines = product.machines()) {
            assertThat(machines)
                    .as("one machine for each instance, none lost, none twice")
                    .hasSize(3);
        }
    }

    @Test
    @Order(5)
    void aPoliteStopLeavesTheInstancesRunning() throws Exception {
        product.stop();
        product.startAgain();
        admin = signedIn();
        Awaitility.await("all healthy again")
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(Api.json(admin.get("/api/v1/organizations/acme"))
                                .getJsonObject("instances")
                                .getInteger("healthy"))
                        .isEqualTo(3));
    }

    @Test
    @Order(6)
    void aFullNodeRefusesAndNothingIsMade() throws Exception {
        for (int i = 0; i < 7; i++) {
            var later = admin.post(
                    "/api/v1/organizations/acme/onboardings",
                    person("later" + i).put("stopAfter", "adding"));
            assertThat(later.statusCode()).as(later.body()).isEqualTo(201);
        }
        var before = admin.get("/api/v1/people?limit=500").body();
        var setup = admin.post("/api/v1/setups", new JsonObject("""
                {"name": "huge", "provider": "local", "slots": 18, "cpu": 2, "memoryMiB": 8192, "diskGiB": 8, "environment": {}}"""));
        assertThat(setup.statusCode()).as(setup.body()).isEqualTo(201);

        var refused = admin.post("/api/v1/organizations", new JsonObject("""
                {"slug": "initech", "name": "Initech", "setup": "huge", "channel": "stable",
                 "admin": {"username": "noor", "name": "Noor", "email": "noor@initech.example"}}"""));

        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(409);
        assertThat(admin.get("/api/v1/organizations/initech").statusCode()).isEqualTo(404);
        assertThat(admin.get("/api/v1/people?limit=500").body()).isEqualTo(before);
    }

    @Test
    @Order(7)
    void removingTheOrganizationLeavesNothingBehind() throws Exception {
        var removal = admin.delete("/api/v1/organizations/acme");
        assertThat(removal.statusCode()).as(removal.body()).isEqualTo(202);

        Awaitility.await("acme is gone")
                .atMost(ONBOARDING)
                .until(() -> admin.get("/api/v1/organizations/acme").statusCode() == 404);

        try (var machines = product.machines()) {
            assertThat(machines).isEmpty();
        }
        var node = Api.json(admin.get("/api/v1/nodes")).getJsonArray("items").getJsonObject(0);
        assertThat(node.getJsonObject("slots").getInteger("free")).isEqualTo(20);
        var cockpit = new Api(product.port(), "ada--acme.localhost:" + product.port()).get("/");
        assertThat(cockpit.body()).doesNotContain("data-hero-cockpit");
    }

    private static JsonObject person(String username) {
        return new JsonObject()
                .put("username", username)
                .put("name", username)
                .put("email", username + "@acme.example");
    }

    private static HttpResponse<String> onboard(String username) throws Exception {
        return admin.post("/api/v1/organizations/acme/onboardings", person(username));
    }

    private static JsonObject onboarding(String id) throws Exception {
        return Api.json(admin.get("/api/v1/onboardings/" + id));
    }

    private static JsonObject awaitState(String id, String state) {
        return Awaitility.await("onboarding " + id + " " + state)
                .atMost(ONBOARDING)
                .until(() -> onboarding(id), now -> {
                    assertThat(now.getString("state")).as(now.encodePrettily()).isIn("running", state);
                    return now.getString("state").equals(state);
                });
    }

    private static void collect(Queue<String> lines) {
        try (var stream = admin.stream("/api/v1/events?organization=acme").body()) {
            stream.forEach(lines::add);
        } catch (Exception ended) {
            lines.add("stream ended");
        }
    }

    private static List<String> runningStages(Queue<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith("data:") && line.contains("\"onboarding.stage\""))
                .map(line -> new JsonObject(line.substring("data:".length()).trim())
                        .getJsonObject("data")
                        .getString("stage"))
                .toList();
    }

    private static String formAction(HttpResponse<String> page) {
        var found =
                java.util.regex.Pattern.compile("<form[^>]*action=\"([^\"]+)\"").matcher(page.body());
        assertThat(found.find()).as("a form in " + page.body()).isTrue();
        return found.group(1);
    }
}
