package hero.deployer.testing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.stream.IntStream;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import hero.deployer.instance.AgentTokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The fleet keeps the rules that real agents keep (AgentInstallTest, AgentDoorTest), and breaks them only as it is told. */
class FleetTest {
    private static final String KEY = "the key of this fleet";
    private static final byte[] ARTIFACT = "an artifact".getBytes(StandardCharsets.UTF_8);
    private static final AgentTokens TOKENS = new AgentTokens(Optional.of(KEY));

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private Fleet fleet;

    @BeforeEach
    void start() {
        fleet = Fleet.start(new Fleet.Plan(0, 600, "o7m", KEY));
        fleet.behave(0, fleet.size(), Manner.WORKS.installMillis(40));
    }

    @AfterEach
    void stop() {
        fleet.close();
    }

    @Test
    void everyAddressIsAnInstanceOfItsOwn() throws Exception {
        // Given
        assertThat(IntStream.range(0, 100_000).mapToObj(Fleet::host).distinct().count())
                .isEqualTo(100_000);

        // When
        var boots = new HashSet<String>();
        for (int index : new int[] {0, 1, 249, 250, 599}) {
            var health = health(index);
            assertThat(health.getString("instance")).isEqualTo("o7m" + (index + 1));
            assertThat(health.getInteger("protocol")).isEqualTo(1);
            boots.add(health.getString("bootId"));
        }

        // Then
        assertThat(boots).hasSize(5);
    }

    @Test
    void answersNothingWithoutTheInstancesOwnToken() throws Exception {
        for (var token : new String[] {"", "wrong", TOKENS.token("o7m2", 1), TOKENS.token("o7m1", 2)}) {
            var request = HttpRequest.newBuilder(uri(0, "/v1/health")).header("Authorization", "Bearer " + token);
            assertThat(send(request.GET()).statusCode()).isEqualTo(401);
        }
    }

    @Test
    void takesAnArtifactOnceItsHashIsRight() throws Exception {
        assertThat(call(0, "HEAD", artifact(), new byte[0]).statusCode()).isEqualTo(404);
        assertThat(call(0, "PUT", "/v1/artifacts/" + "0".repeat(64), ARTIFACT).statusCode())
                .isEqualTo(422);
        assertThat(call(0, "PUT", artifact(), ARTIFACT).statusCode()).isEqualTo(201);
        assertThat(call(0, "HEAD", artifact(), new byte[0]).statusCode()).isEqualTo(200);
        assertThat(call(1, "HEAD", artifact(), new byte[0]).statusCode())
                .as("each instance has its own")
                .isEqualTo(404);
    }

    @Test
    void installsAndTellsOfItWhenItHasNews() throws Exception {
        // Given
        assertThat(install(0, "op1", 1, "1.0").statusCode())
                .as("artifact-missing")
                .isEqualTo(409);
        upload(0);

        // When
        assertThat(install(0, "op1", 1, "1.0").statusCode()).isEqualTo(202);
        assertThat(health(0).getString("operation")).isEqualTo("op1");
        var first = operation(0, "op1", 1, 10);
        var end = end(0, "op1");

        // Then
        assertThat(first.getLong("seq")).as("a change, not the end of the wait").isEqualTo(2);
        assertThat(end.getString("state")).isEqualTo("succeeded");
        var health = health(0);
        assertThat(health.getString("build")).isEqualTo("1.0");
        assertThat(health.getString("status")).isEqualTo("healthy");
        assertThat(health.getString("operation")).isNull();
        assertThat(operation(0, "op1", end.getLong("seq"), 0)).isEqualTo(end);
        assertThat(call(0, "GET", "/v1/operations/unknown", new byte[0]).statusCode())
                .isEqualTo(404);
    }

    @Test
    void obeysTheFence() throws Exception {
        // Given
        upload(0);
        fleet.behave(0, 1, Manner.WORKS.ending(Manner.Ending.STUCK));
        install(0, "op1", 5, "1.0");

        // When
        int repeated = install(0, "op1", 5, "1.0").statusCode();
        int stale = install(0, "op0", 4, "0.9").statusCode();
        fleet.behave(0, 1, Manner.WORKS);
        int newer = install(0, "op2", 6, "2.0").statusCode();

        // Then
        assertThat(repeated).isEqualTo(202);
        assertThat(stale).isEqualTo(409);
        assertThat(newer).isEqualTo(202);
        assertThat(end(0, "op1").getString("error")).contains("superseded");
        assertThat(end(0, "op2").getString("state")).isEqualTo("succeeded");
        assertThat(fleet.build(0)).contains("2.0");
        assertThat(fleet.tally().installs()).as("a repeat is no second install").isEqualTo(2);
    }

    @Test
    void endsInstallsAsItIsTold() throws Exception {
        // Given
        fleet.runs("1.0");
        upload(0);

        // When, Then
        assertEnd(Manner.Ending.FAILS, "failed", "1.0", "healthy");
        assertEnd(Manner.Ending.ROLLS_BACK, "rolled_back", "1.0", "healthy");
        assertEnd(Manner.Ending.LIES, "succeeded", "1.0", "healthy");
        assertEnd(Manner.Ending.UNWELL, "succeeded", "2.0", "degraded");
        assertEnd(Manner.Ending.SUCCEEDS, "succeeded", "2.0", "healthy");
    }

    private void assertEnd(Manner.Ending ending, String state, String build, String status) throws Exception {
        fleet.behave(0, 1, Manner.WORKS.ending(ending));
        install(0, "op-" + ending, fleet.tally().installs() + 1, "2.0");
        assertThat(end(0, "op-" + ending).getString("state")).as("%s", ending).isEqualTo(state);
        assertThat(health(0).getString("build")).as("%s", ending).isEqualTo(build);
        assertThat(health(0).getString("status")).as("%s", ending).isEqualTo(status);
    }

    @Test
    void countsWhatIsUnderWayAtOnce() throws Exception {
        // Given
        fleet.behave(0, 3, Manner.WORKS.ending(Manner.Ending.STUCK));
        for (int index = 0; index < 3; index++) {
            upload(index);
            install(index, "op", 1, "1.0");
        }
        fleet.behave(0, 3, Manner.WORKS);
        for (int index = 0; index < 3; index++) {
            end(index, "op");
        }

        // When
        var all = fleet.tally();
        fleet.restart();

        // Then
        assertThat(all.mostInFlight()).isEqualTo(3);
        assertThat(all.inFlight()).isZero();
        assertThat(all.done()).isEqualTo(3);
        assertThat(fleet.tally().mostInFlight()).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = Manner.Door.class,
            names = {"HANGS", "DRIPS", "RESETS", "GONE"})
    void answersNothingWholeWhenItIsTold(Manner.Door door) {
        fleet.behave(1, 2, Manner.WORKS.door(door));
        assertThatThrownBy(() -> client.sendAsync(request(1, "/v1/health").GET().build(), BodyHandlers.ofString())
                        .get(400, java.util.concurrent.TimeUnit.MILLISECONDS))
                .isInstanceOfAny(
                        java.util.concurrent.TimeoutException.class, java.util.concurrent.ExecutionException.class);
    }

    @Test
    void disturbsNoOtherInstance() throws Exception {
        fleet.behave(1, fleet.size(), Manner.WORKS.door(Manner.Door.GONE));
        assertThat(health(0).getString("instance")).isEqualTo("o7m1");
        fleet.behave(1, 2, Manner.WORKS.door(Manner.Door.REDIRECTS));
        assertThat(call(1, "GET", "/v1/health", new byte[0]).statusCode()).isEqualTo(302);
    }

    @Test
    void readsAMannerThatItWrote() {
        var manner = new Manner(Manner.Door.DRIPS, Manner.Ending.ROLLS_BACK, 2_000, 300, 7, 11);
        assertThat(Manner.parse(manner.toString())).isEqualTo(manner);
        assertThat(Manner.parse("ending=stuck")).isEqualTo(Manner.WORKS.ending(Manner.Ending.STUCK));
        assertThatThrownBy(() -> Manner.parse("speed=1")).isInstanceOf(IllegalArgumentException.class);
    }

    private void upload(int index) throws IOException, InterruptedException {
        assertThat(call(index, "PUT", artifact(), ARTIFACT).statusCode()).isEqualTo(201);
    }

    private HttpResponse<String> install(int index, String operation, long fence, String version) throws Exception {
        var command = new JsonObject()
                .put("operation", operation)
                .put("fence", fence)
                .put("version", version)
                .put("sha256", Hashes.sha256(ARTIFACT))
                .put("size", ARTIFACT.length)
                .put("environment", new JsonObject())
                .put("healthPath", "/")
                .put("deadlineSeconds", 30);
        return call(index, "PUT", "/v1/build", command.toBuffer().getBytes());
    }

    private JsonObject health(int index) throws IOException, InterruptedException {
        return new JsonObject(call(index, "GET", "/v1/health", new byte[0]).body());
    }

    private JsonObject operation(int index, String id, long after, int wait) throws IOException, InterruptedException {
        return new JsonObject(
                call(index, "GET", "/v1/operations/" + id + "?after=" + after + "&wait=" + wait, new byte[0])
                        .body());
    }

    private JsonObject end(int index, String id) throws IOException, InterruptedException {
        var report = operation(index, id, -1, 0);
        while (report.getInteger("percent") < 100) {
            report = operation(index, id, report.getLong("seq"), 10);
        }
        return report;
    }

    private HttpResponse<String> call(int index, String method, String path, byte[] body)
            throws IOException, InterruptedException {
        return send(request(index, path).method(method, BodyPublishers.ofByteArray(body)));
    }

    private HttpRequest.Builder request(int index, String path) {
        return HttpRequest.newBuilder(uri(index, path))
                .header("Authorization", "Bearer " + TOKENS.token(fleet.id(index), 1));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.timeout(Duration.ofSeconds(15)).build(), BodyHandlers.ofString());
    }

    private URI uri(int index, String path) {
        return URI.create("http://" + fleet.address(index) + path);
    }

    private static String artifact() {
        return "/v1/artifacts/" + Hashes.sha256(ARTIFACT);
    }
}
