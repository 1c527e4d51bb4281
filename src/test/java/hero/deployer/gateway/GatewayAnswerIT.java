package hero.deployer.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import hero.deployer.testing.PostgresResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What cockpits answer, well or badly meant, and what of it a browser gets. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
@SuppressWarnings("NullAway.Init") // the framework fills the fields
class GatewayAnswerIT {
    private static final String DATA = "Accept: application/json";

    @Inject
    Vertx vertx;

    @Inject
    Cockpits cockpits;

    @Inject
    Exchanges exchanges;

    @TestHTTPResource
    URL deployer;

    private RawCockpit stack;
    private RawVisitor visitor;

    private void answer(Function<RawCockpit.Asked, @Nullable String> script) throws Exception {
        stack = new RawCockpit(script);
        visitor = new RawVisitor(vertx, cockpits, deployer.getPort(), stack.address());
    }

    private void answer(String head) throws Exception {
        answer(asked -> head);
    }

    @AfterEach
    void leave() throws Exception {
        visitor.close();
        stack.close();
        await("no place is kept by what is over").until(() -> exchanges.open() == 0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 999 Odd\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 600 Odd\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 099 Odd\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
                "HTTP/1.1 102 Processing\r\n\r\n",
                "HTTP/1.1 200 OK\r\nX-Odd: a\u0000b\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nX-Odd: a\rb\r\nContent-Length: 2\r\n\r\nok",
                "garbage\r\n\r\n",
            })
    void whatIsNoHttpIsABadGateway(String head) throws Exception {
        answer(head);

        try (var log = new LogLines()) {
            assertThat(visitor.get("/", DATA))
                    .startsWith("HTTP/1.1 502")
                    .contains("/problems/bad-gateway")
                    .doesNotContain("Odd");
            assertThat(log.lines).isEmpty();
        }
        await().until(() -> stack.open() == 0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Clear-Site-Data: \"*\"",
                "Clear-Site-Data: \"cookies\"",
                "clear-site-data: \"storage\", \"cookies\"",
                "Clear-Site-Data: \"cache\",\"something new\"",
                "Keep-Alive: timeout=5",
                "Proxy-Authenticate: Basic",
                "Alt-Svc: h2=\"evil.example:443\"",
                "Upgrade: h2c",
                "Trailer: X-Private",
            })
    void whatWouldHarmTheBrowserOrOurLoginStaysBehind(String header) throws Exception {
        answer("HTTP/1.1 200 OK\r\n" + header + "\r\nContent-Length: 2\r\nX-Mine: yes\r\n\r\nok");

        assertThat(visitor.get("/"))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("X-Mine: yes\r\n")
                .doesNotContainIgnoringCase(header.substring(0, header.indexOf(':')));
    }

    @Test
    void aCockpitMayClearWhatIsItsOwn() throws Exception {
        answer("HTTP/1.1 200 OK\r\nClear-Site-Data: \"storage\", \"cache\"\r\nContent-Length: 0\r\n\r\n");

        assertThat(visitor.get("/")).contains("Clear-Site-Data: \"storage\", \"cache\"\r\n");
    }

    @Test
    void thirtyTwoKilobytesOfHeadersPass() throws Exception {
        var long1 = "X-Long-1: " + "v".repeat(16_000);
        var long2 = "Set-Cookie: big=" + "v".repeat(16_000);
        answer("HTTP/1.1 200 OK\r\n" + long1 + "\r\n" + long2 + "\r\nContent-Length: 2\r\n\r\nok");

        assertThat(visitor.get("/"))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains(long1)
                .containsIgnoringCase(long2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"200 OK", "304 Not Modified", "204 No Content", "404 Not Found", "503 Mine"})
    void nothingIsAdded(String status) throws Exception {
        boolean empty = status.startsWith("304") || status.startsWith("204");
        answer(asked -> "HTTP/1.1 " + status + "\r\nETag: \"1\"\r\nDate: Thu, 01 Jan 2026 00:00:00 GMT\r\n"
                + (empty
                        ? "\r\n"
                        : asked.line().startsWith("HEAD")
                                ? "Content-Length: 2\r\n\r\n"
                                : "Content-Length: 2\r\n\r\nok"));

        for (var method : new String[] {"GET", "HEAD"}) {
            for (var encodings : new String[] {"Accept-Encoding: gzip", "X-None: 1"}) {
                var answered = visitor.ask(method + " / HTTP/1.1", encodings);

                assertThat(answered).startsWith("HTTP/1.1 " + status + "\r\n");
                assertThat(answered.substring(0, answered.indexOf("\r\n\r\n"))
                                .lines()
                                .skip(1))
                        .allMatch(line -> line.matches("(?i)(etag|date|connection|content-length): .*"));
            }
        }
    }

    @Test
    void compressedAnswersPassAsTheyAreOverHttp2Too() throws Exception {
        answer(asked -> asked.head().contains("gzip")
                ? "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nzip!"
                : "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nplain");
        var client = vertx.createHttpClient(
                new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false));
        var answered = Browser.await(client.request(new RequestOptions()
                        .setMethod(HttpMethod.GET)
                        .setServer(SocketAddress.inetSocketAddress(deployer.getPort(), "127.0.0.1"))
                        .setHost(visitor.host.split(":")[0])
                        .setPort(deployer.getPort())
                        .putHeader("Accept-Encoding", "gzip")
                        .putHeader("Cookie", visitor.cookie()))
                .compose(request -> request.send())
                .compose(got -> got.body().map(body -> got.getHeader("Content-Encoding") + " " + body)));
        Browser.await(client.close());

        assertThat(answered).isIn("gzip zip!", "null plain", "identity plain");
        assertThat(visitor.get("/", "Accept-Encoding: gzip")).endsWith("zip!");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "OPTIONS", "DELETE"})
    void aConnectionThatWentStaleIsReplacedOnce(String method) throws Exception {
        answer(asked -> asked.request() > 1
                ? null
                : method.equals("HEAD") ? "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n" : RawCockpit.OK);

        var after = visitor.secondOf(method + " /before HTTP/1.1", method + " /after HTTP/1.1");

        assertThat(after).startsWith("HTTP/1.1 200");
        assertThat(stack.asked)
                .extracting(asked -> asked.line() + " " + asked.connection() + "." + asked.request())
                .containsExactly(
                        method + " /before HTTP/1.1 1.1",
                        method + " /after HTTP/1.1 1.2",
                        method + " /after HTTP/1.1 2.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PATCH"})
    void whatMayHaveHadAnEffectIsNotRepeated(String method) throws Exception {
        answer(asked -> asked.request() > 1 ? null : RawCockpit.OK);

        var after = visitor.secondOf("GET /before HTTP/1.1", method + " /after HTTP/1.1", "Content-Length: 0");

        assertThat(after).startsWith("HTTP/1.1 502");
        assertThat(stack.asked).hasSize(2);
    }

    @Test
    void oneThatNeverAnswersIsAskedTwiceAtTheMost() throws Exception {
        answer(asked -> null);

        try (var log = new LogLines()) {
            assertThat(visitor.get("/", DATA)).startsWith("HTTP/1.1 502").contains("/problems/bad-gateway");
            assertThat(log.lines).isEmpty();
        }
        assertThat(stack.asked).hasSizeLessThanOrEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: 1\n\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nthe beginning",
            })
    void aPlaceIsFreeAtOnceWhenItsVisitorLeaves(String unfinished) throws Exception {
        answer(unfinished);
        for (var request : new String[] {"GET /wait HTTP/1.1", "POST /wait HTTP/1.1"}) {
            try (var log = new LogLines()) {
                int before = stack.asked.size();
                var socket = visitor.send(request, "Origin: http://" + visitor.host, "Content-Length: 3");
                socket.getOutputStream().write(new byte[] {1, 2, 3});
                await().until(() -> stack.asked.size() > before && exchanges.open() == 1);
                if (!unfinished.isEmpty()) {
                    assertThat(socket.getInputStream().readNBytes(12))
                            .asString()
                            .isEqualTo("HTTP/1.1 200");
                }

                socket.close();

                await().until(() -> exchanges.open() == 0 && stack.open() == 0);
                assertThat(log.lines).isEmpty();
            }
        }
    }

    @Test
    void anHttp2VisitorWhoLeavesFreesThePlaceToo() throws Exception {
        answer("");
        for (var leave : List.of("reset", "close")) {
            var client = vertx.createHttpClient(new HttpClientOptions()
                    .setProtocolVersion(HttpVersion.HTTP_2)
                    .setHttp2ClearTextUpgrade(false));
            var request = Browser.await(client.request(new RequestOptions()
                    .setServer(SocketAddress.inetSocketAddress(deployer.getPort(), "127.0.0.1"))
                    .setHost(visitor.host.split(":")[0])
                    .setPort(deployer.getPort())
                    .putHeader("Cookie", visitor.cookie())));
            request.end();
            await().until(() -> exchanges.open() == 1 && stack.open() == 1);

            if (leave.equals("reset")) {
                request.reset();
            } else {
                Browser.await(request.connection().close());
            }

            await().until(() -> exchanges.open() == 0 && stack.open() == 0);
            Browser.await(client.close());
        }
    }

    @Test
    void anUploadThatIsCutOffIsOver() throws Exception {
        answer("");
        try (var socket = visitor.send("POST /up HTTP/1.1", "Origin: http://" + visitor.host, "Content-Length: 9999")) {
            socket.getOutputStream().write(new byte[100]);
            await().until(() -> stack.open() == 1);
        }

        await().until(() -> exchanges.open() == 0 && stack.open() == 0);
    }

    @Test
    void anUploadThatTheCockpitDoesNotTakeIsGivenUp() throws Exception {
        answer(RawCockpit.OK);
        try (var deaf = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                var other = new RawVisitor(vertx, cockpits, deployer.getPort(), "127.0.0.1:" + deaf.getLocalPort());
                var socket =
                        other.send("POST /up HTTP/1.1", "Origin: http://" + other.host, "Content-Length: 99999999")) {
            Thread.ofVirtual().start(() -> {
                try {
                    for (int i = 0; i < 999; i++) {
                        socket.getOutputStream().write(new byte[100_000]);
                    }
                } catch (IOException expected) {
                    // the other side gave it up
                }
            });
            await().until(() -> exchanges.open() == 1);

            await().until(() -> exchanges.open() == 0);
            assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.ISO_8859_1))
                    .isEqualTo("HTTP/1.1 504");
        }
    }

    @Test
    void theEndOfASocketWritesNoLine() throws Exception {
        answer(asked -> asked.line().contains("/ws")
                ? "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\nhello"
                : RawCockpit.OK);
        try (var log = new LogLines()) {
            for (int i = 0; i < 3; i++) {
                try (var socket = upgrade()) {
                    await().until(() -> exchanges.open() == 1);
                    if (i == 1) {
                        socket.setSoLinger(true, 0);
                    }
                    var answered = new String(socket.getInputStream().readNBytes(12));
                    assertThat(answered).isEqualTo("HTTP/1.1 101");
                }
                await().until(() -> exchanges.open() == 0 && stack.open() == 0);
            }
            assertThat(log.lines).isEmpty();
        }
    }

    private java.net.Socket upgrade() throws IOException {
        return visitor.write("GET /ws HTTP/1.1\r\nHost: " + visitor.host + "\r\nCookie: " + visitor.cookie()
                + "\r\nOrigin: http://" + visitor.host + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
    }

    @Test
    void olderClientsReadAnswersOfUnknownLength() throws Exception {
        answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n3\r\ndef\r\n0\r\n\r\n");

        assertThat(visitor.ask("GET / HTTP/1.0"))
                .contains(" 200 ")
                .doesNotContainIgnoringCase("chunked")
                .endsWith("\r\n\r\nabcdef");
        assertThat(visitor.write("GET / HTTP/1.0\r\nHost: " + visitor.host + "\r\nCookie: " + visitor.cookie()
                                + "\r\nConnection: keep-alive\r\n\r\n")
                        .getInputStream()
                        .readAllBytes())
                .asString()
                .endsWith("\r\n\r\nabcdef");
    }
}
