package hero.deployer.instance;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import hero.deployer.agent.protocol.InstallBuild;
import hero.deployer.base.FailureException;
import hero.deployer.base.FailureKind;
import hero.deployer.instance.BadMember.Manners;
import hero.deployer.provider.Contract;
import hero.deployer.provider.Machine;
import hero.deployer.provider.MachineSpec;
import hero.deployer.provider.Provider;
import hero.deployer.provider.ProviderNode;
import hero.deployer.provider.Providers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** The client against members that do what they should not (reference/faults.md), and against one that behaves. */
class AgentClientTest {
    private static final Duration DEADLINE = Duration.ofMillis(800);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String HEALTHY = """
            {"protocol":1,"agent":"1","instance":"o1m1","bootId":"b","status":"healthy","build":"1.1.0",
             "since":"2026-01-01T00:00:00Z","operation":null,"fromTheFuture":true}""";

    private static final Reach REACH = reachOf(InetAddress::isLoopbackAddress);

    private static final Queue<Throwable> UNCAUGHT = new ConcurrentLinkedQueue<>();
    private static Vertx vertx;
    private static AgentHttp http;
    private static AgentClient client;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx().exceptionHandler(UNCAUGHT::add);
        var config = new TestConfig();
        http = new AgentHttp(vertx, new AgentTokens(Optional.of("a fleet key for tests only")), REACH, config);
        client = new AgentClient(http, new ObjectMapper(), config);
    }

    @AfterAll
    static void stop() {
        http.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    static Stream<Arguments> badMembers() {
        var ok = "HTTP/1.1 200 OK\r\n";
        return Stream.of(
                arguments("garbage", BadMember.answering("200 OK", "{\"protocol\":"), "not the JSON"),
                arguments("another type", BadMember.answering("200 OK", "[1,2]"), "not the JSON"),
                arguments("nothing", BadMember.answering("200 OK", ""), "not the JSON"),
                arguments("null", BadMember.answering("200 OK", "null"), "answered with nothing"),
                arguments("an empty object", BadMember.answering("200 OK", "{}"), "not the JSON"),
                arguments("invalid UTF-8", invalidUtf8(), "not the JSON"),
                arguments("deep JSON", BadMember.answering("200 OK", "[".repeat(20_000)), "not the JSON"),
                arguments("no status", lying("\"healthy\"", "null"), "makes no sense"),
                arguments("an unknown status", lying("\"healthy\"", "\"splendid\""), "makes no sense"),
                arguments("markup as build", lying("1.1.0", "<script>"), "makes no sense"),
                arguments("another's report", lying("o1m1", "o1m2"), "another machine"),
                arguments("another protocol", lying("\"protocol\":1", "\"protocol\":2"), "speaks protocol 2"),
                arguments("500", BadMember.answering("500 Oops", "secret stack trace"), "answered 500"),
                arguments("401", BadMember.answering("401 No", ""), "does not accept our token"),
                arguments(
                        "not HTTP", BadMember.answering("SSH-2.0-x\r\n\r\n".getBytes(StandardCharsets.UTF_8)), "HTTP"),
                arguments("silence", (Manners) (socket, member) -> hold(), "did not answer within 800 ms"),
                arguments(
                        "silence after the request",
                        (Manners) (socket, member) -> {
                            BadMember.readHead(socket);
                            hold();
                        },
                        "did not answer within 800 ms"),
                arguments(
                        "a drip of body",
                        BadMember.endless(ok + "Content-Length: 9999\r\n\r\n", bytes(" "), 20),
                        "800 ms"),
                arguments("a drip of head", BadMember.endless(ok, bytes("x"), 20), "800 ms"),
                arguments("hanging up at once", (Manners) (socket, member) -> {}, "broke off"),
                arguments(
                        "a reset",
                        (Manners) (socket, member) -> {
                            BadMember.readHead(socket);
                            socket.setSoLinger(true, 0);
                        },
                        "broke off"),
                arguments(
                        "a half answer",
                        (Manners) (socket, member) -> {
                            BadMember.readHead(socket);
                            socket.getOutputStream().write(bytes(ok + "Content-Length: 500\r\n\r\n{\"protocol\""));
                            socket.shutdownOutput();
                            hold();
                        },
                        "broke off"),
                arguments("a flood", BadMember.endless(ok + "\r\n", new byte[65_536], 0), "more than 64 KiB"),
                arguments(
                        "a counted flood",
                        BadMember.endless(ok + "Content-Length: 1073741824\r\n\r\n", new byte[65_536], 0),
                        "more than 64 KiB"),
                arguments("a flood of headers", BadMember.endless(ok + "X: ", new byte[65_536], 0), "broke off"),
                arguments(
                        "a flood of interim answers",
                        BadMember.endless("", bytes("HTTP/1.1 100 Continue\r\n\r\n"), 1),
                        ""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badMembers")
    void badMemberIsClassifiedInTime(String name, Manners manners, String reason) throws IOException {
        try (var member = new BadMember(manners)) {
            var began = System.nanoTime();
            var failure = failureOf(client.health(at(member.address()), DEADLINE));

            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(DEADLINE.plusMillis(700));
            assertThat(failure.failure().message()).contains("o1m1", reason).doesNotContain("secret", "<");
            assertThat(member.sent.get()).as("bytes taken").isLessThan(16 * 1024 * 1024);
        }
        assertThat(UNCAUGHT).isEmpty();
    }

    @Test
    void redirectsTargetReceivesNothing() throws IOException {
        try (var target = new BadMember(BadMember.answering("200 OK", HEALTHY));
                var member = new BadMember(BadMember.answering(BadMember.answer(
                        "307 Elsewhere", "Location: http://" + target.address() + "/v1/health\r\n", new byte[0])))) {

            var failure = failureOf(client.health(at(member.address()), DEADLINE));

            assertThat(failure.failure().message()).contains("redirect");
            assertThat(target.connections).hasValue(0);
        }
    }

    @Test
    void memberThatIsNotThereIsTransient() throws IOException {
        int free;
        try (var taken = new ServerSocket(0)) {
            free = taken.getLocalPort();
        }

        var failure = failureOf(client.health(at("127.0.0.1:" + free), DEADLINE));

        assertThat(failure.failure().kind()).isEqualTo(FailureKind.TRANSIENT);
        assertThat(failure.failure().message()).contains("cannot be reached");
    }

    @Test
    void instanceWithoutMachineIsRefused() {
        var failure = failureOf(client.health(at(null), DEADLINE));

        assertThat(failure.failure().kind()).isEqualTo(FailureKind.REFUSED);
    }

    @Test
    void probesShareOneConnection() throws IOException {
        try (var member = new BadMember(BadMember.answering("200 OK", HEALTHY))) {
            for (int i = 0; i < 5; i++) {
                var report =
                        client.health(at(member.address()), DEADLINE).await().atMost(PATIENCE);
                assertThat(report.status()).isEqualTo("healthy");
                assertThat(report.build()).isEqualTo("1.1.0");
            }

            assertThat(member.connections).hasValue(1);
        }
    }

    @Test
    void hungMemberDoesNotHoldUpAnother() throws IOException {
        try (var hung = new BadMember((socket, member) -> hold());
                var good = new BadMember(BadMember.answering("200 OK", HEALTHY))) {
            var waiting = Stream.generate(() -> client.health(at(hung.address()), Duration.ofSeconds(5)))
                    .limit(100)
                    .map(call -> call.onFailure().recoverWithNull().subscribeAsCompletionStage())
                    .toList();

            var report = client.health(at(good.address()), DEADLINE).await().atMost(PATIENCE);

            assertThat(report.status()).isEqualTo("healthy");
            waiting.forEach(call -> call.cancel(true));
        }
        assertThat(UNCAUGHT).isEmpty();
    }

    @Test
    void refusalsKeepTheAgentsWords() throws IOException {
        var stale = "{\"type\":\"/problems/stale\",\"detail\":\"fence 4 was seen\",\"status\":409}";
        try (var member = new BadMember(BadMember.answering("409 Conflict", stale))) {
            var failure = failureOf(client.install(at(member.address()), command()));

            assertThat(failure.failure().kind()).isEqualTo(FailureKind.REFUSED);
            assertThat(failure.failure().message()).contains("409", "stale: fence 4 was seen");
        }
    }

    @Test
    void unknownOperationIsRefused() throws IOException {
        try (var member = new BadMember(BadMember.answering("404 Not Found", "{}"))) {
            var failure = failureOf(client.operation(at(member.address()), "op_1", 0, Duration.ZERO));

            assertThat(failure.failure().kind()).isEqualTo(FailureKind.REFUSED);
            assertThat(failure.failure().message()).contains("op_1");
        }
    }

    @Test
    void logLosesWhatIsNotText() throws IOException {
        var log = new byte[] {'a', 27, '[', '3', '1', 'm', '\n', (byte) 0xff, 'b', 0};
        try (var member = new BadMember(BadMember.answering(BadMember.answer("200 OK", "", log)))) {
            assertThat(client.log(at(member.address()), 1000).await().atMost(PATIENCE))
                    .isEqualTo("a[31m\n\ufffdb");
        }
    }

    @Test
    void artifactIsStreamedWholeAndRepeatsOnTheSameConnection(@TempDir Path folder) throws IOException {
        var file = Files.write(folder.resolve("artifact"), new byte[3_000_000]);
        var heads = new ConcurrentLinkedQueue<String>();
        try (var member = new BadMember((socket, self) -> {
            heads.add(BadMember.readHead(socket));
            self.sent.set(socket.getInputStream().readNBytes(3_000_000).length);
            socket.getOutputStream().write(BadMember.answer("201 Created", "", new byte[0]));
        })) {
            client.putArtifact(at(member.address()), "ab", 3_000_000, file, PATIENCE)
                    .await()
                    .atMost(PATIENCE);

            assertThat(member.sent).hasValue(3_000_000);
            assertThat(heads.peek())
                    .startsWith("PUT /v1/artifacts/ab ")
                    .containsIgnoringCase("content-length: 3000000")
                    .contains("Bearer ");
        }
    }

    @Test
    void agentMayRefuseAnArtifactBeforeItTookIt(@TempDir Path folder) throws IOException {
        var file = Files.write(folder.resolve("artifact"), new byte[30_000_000]);
        var seen = new CountDownLatch(1);
        try (var member = new BadMember((socket, self) -> {
            BadMember.readHead(socket);
            socket.getOutputStream().write(BadMember.answer("507 Full", "", bytes("{\"detail\":\"disk\"}")));
            await(seen);
        })) {
            var failure = failureOf(client.putArtifact(at(member.address()), "ab", 30_000_000, file, PATIENCE));
            seen.countDown();

            assertThat(failure.failure().kind()).isEqualTo(FailureKind.CAPACITY);
        }
        assertThat(UNCAUGHT).isEmpty();
    }

    @Test
    void agentThatTakesNoBytesIsLate(@TempDir Path folder) throws IOException {
        var file = Files.write(folder.resolve("artifact"), new byte[30_000_000]);
        try (var member = new BadMember((socket, self) -> hold())) {
            var failure = failureOf(client.putArtifact(at(member.address()), "ab", 30_000_000, file, DEADLINE));

            assertThat(failure.failure().message()).contains("800 ms");
        }
    }

    @Test
    void artifactThatIsGoneHereIsOurOwnFault(@TempDir Path folder) throws IOException {
        try (var member = new BadMember((socket, self) -> hold())) {
            var failure =
                    failureOf(client.putArtifact(at(member.address()), "ab", 3, folder.resolve("none"), PATIENCE));

            assertThat(failure.failure().kind()).isEqualTo(FailureKind.BUG);
        }
    }

    @Test
    void addressThatItsProviderDoesNotAllowGetsNoConnection() throws IOException {
        try (var elsewhere = new BadMember(BadMember.answering("200 OK", HEALTHY))) {
            var strict = clientWith(reachOf(address -> !address.isLoopbackAddress()));

            var failure = failureOf(strict.health(at(elsewhere.address()), DEADLINE));

            assertThat(failure.failure().message()).contains("its provider has no machines");
            assertThat(elsewhere.connections).hasValue(0);
        }
    }

    @Test
    void nameThatLeadsElsewhereGetsNotOneByte() throws IOException {
        var heads = new ConcurrentLinkedQueue<String>();
        try (var elsewhere = new BadMember((socket, self) -> heads.add(BadMember.readHead(socket)))) {
            var strict = clientWith(reachOf(address -> !address.isLoopbackAddress()));
            var name = "localhost:" + elsewhere.address().split(":")[1];

            var failure = failureOf(strict.health(at(name), DEADLINE));

            assertThat(failure.failure().message()).contains("its provider has no machines");
            Awaitility.await().until(() -> heads.size() == elsewhere.connections.get());
            assertThat(heads).allMatch(String::isEmpty);
        }
    }

    @Test
    void probingTellsItsEndOnceAndOnItsOwnEventLoop() throws IOException {
        try (var good = new BadMember(BadMember.answering("200 OK", HEALTHY));
                var bad = new BadMember(BadMember.answering("500 Oops", ""))) {
            var ends = new ConcurrentLinkedQueue<String>();
            var context = vertx.getOrCreateContext();
            context.runOnContext(nothing -> {
                for (var address : List.of(good.address(), bad.address())) {
                    client.probe(
                            at(address),
                            DEADLINE,
                            report -> ends.add(report.status() + (Vertx.currentContext() == context)),
                            failed -> ends.add("lost" + (Vertx.currentContext() == context)));
                }
            });

            Awaitility.await().until(() -> ends.size() == 2);
            assertThat(ends).containsExactlyInAnyOrder("healthytrue", "losttrue");
        }
    }

    private static AgentClient clientWith(Reach reach) {
        var config = new TestConfig();
        var tokens = new AgentTokens(Optional.of("a fleet key for tests only"));
        return new AgentClient(new AgentHttp(vertx, tokens, reach, config), new ObjectMapper(), config);
    }

    private static Reach reachOf(Predicate<InetAddress> allowed) {
        return new Reach(new Providers(List.of(new ProviderAt(allowed))));
    }

    private static Manners invalidUtf8() {
        var body = HEALTHY.getBytes(StandardCharsets.UTF_8);
        body[HEALTHY.indexOf("1.1.0")] = (byte) 0xc3;
        return BadMember.answering(BadMember.answer("200 OK", "", body));
    }

    private static Manners lying(String truth, String lie) {
        return BadMember.answering("200 OK", HEALTHY.replace(truth, lie));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void hold() throws InterruptedException {
        await(new CountDownLatch(1));
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        var ended = latch.await(PATIENCE.toSeconds(), java.util.concurrent.TimeUnit.SECONDS);
        assertThat(ended || latch.getCount() == 1).isTrue();
    }

    private static FailureException failureOf(Uni<?> call) {
        return catchThrowableOfType(FailureException.class, () -> call.await().atMost(PATIENCE));
    }

    private static InstanceRow at(@Nullable String address) {
        return new InstanceRow(
                "o1m1",
                "org",
                "s",
                1,
                "member",
                "ada",
                "fake.one",
                InstanceState.READY,
                Health.UNKNOWN,
                null,
                null,
                address,
                null,
                1,
                0);
    }

    private static InstallBuild command() {
        return new InstallBuild("op", 3, "1.1.0", "ab", 3, null, Map.of(), "/", 60);
    }

    private record TestConfig() implements InstanceConfig {
        @Override
        public Duration callDeadline() {
            return PATIENCE;
        }

        @Override
        public Duration connectDeadline() {
            return Duration.ofSeconds(3);
        }

        @Override
        public int connectionsPerAgent() {
            return 6;
        }

        @Override
        public Duration idleConnection() {
            return Duration.ofSeconds(20);
        }
    }

    /** A provider that has machines only where the test says. */
    private record ProviderAt(Predicate<InetAddress> allowed) implements Provider {
        @Override
        public String name() {
            return "fake";
        }

        @Override
        public boolean mayBeAt(InetAddress address) {
            return allowed.test(address);
        }

        @Override
        public Uni<List<ProviderNode>> nodes() {
            return Uni.createFrom().item(List.of());
        }

        @Override
        public Uni<Machine> create(MachineSpec spec) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Uni<Optional<Machine>> find(String name) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Uni<Void> destroy(String name) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Uni<List<Contract>> contracts() {
            return Uni.createFrom().item(List.of());
        }
    }
}
