package hero.deployer.gateway;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URL;
import java.nio.charset.StandardCharsets;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import hero.deployer.testing.Admin;
import hero.deployer.testing.PostgresResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What people and machines ask of a cockpit's host and of the console's, as it comes over the wire. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
@SuppressWarnings("NullAway.Init") // the framework fills the fields
class GatewayAddressIT {
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

    @BeforeEach
    void signIn() throws Exception {
        stack = new RawCockpit(asked -> RawCockpit.OK);
        visitor = new RawVisitor(vertx, cockpits, deployer.getPort(), stack.address());
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
                "/?q=a|b",
                "/pages/[id].js",
                "/?discount=100%",
                "/100%",
                "/a^b/{c}`?d=^{e}`&f=\"<>\"",
                "/a%2Fb",
                "/a%2fb%5Cc",
                "/a%252Fb",
                "/search?q=back\\slash&to=../up",
                "/a//b;v=1/c..d/...",
            })
    void aCockpitGetsAddressesAsTheyCame(String target) throws Exception {
        String answer = visitor.get(target);

        assertThat(answer).startsWith("HTTP/1.1 200");
        assertThat(stack.asked).extracting(RawCockpit.Asked::line).containsExactly("GET " + target + " HTTP/1.1");
    }

    @Test
    void rawBytesBeyondAsciiReachTheCockpitEscaped() throws Exception {
        String answer = visitor.get("/\u00c3\u00a4?q=\u00c3\u00a4");

        assertThat(answer).startsWith("HTTP/1.1 200");
        assertThat(stack.asked).extracting(RawCockpit.Asked::line).containsExactly("GET /%C3%A4?q=%C3%A4 HTTP/1.1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/a/../b",
                "/a/%2e%2E/b",
                "/..%2f..%2fetc",
                "/a%5c..%5cb",
                "/a/%252e%252e/b",
                "/a/..;x=1/b",
                "/a\\..\\b",
                "/a%00b",
                "/a%0d%0ab",
            })
    void whatIsDangerousIsRefusedWithAProblem(String target) throws Exception {
        String answer = visitor.get(target);

        assertThat(answer).startsWith("HTTP/1.1 400").contains("application/problem+json", "/problems/bad-request");
        assertThat(stack.asked).isEmpty();
    }

    @Test
    void longPathsAreReadInOneGoAndWriteNoLine() throws Exception {
        try (var log = new LogLines()) {
            for (var target : new String[] {
                "/" + "a".repeat(2_500), "/" + "%25".repeat(5_000), "/" + "a;/".repeat(5_000), "/?" + "q".repeat(15_000)
            }) {
                assertThat(visitor.get(target)).startsWith("HTTP/1.1 200");
            }
            assertThat(visitor.get("/" + "%2e%2e/".repeat(2_000))).startsWith("HTTP/1.1 400");
            assertThat(log.lines).isEmpty();
        }
        assertThat(stack.asked).hasSize(4);
    }

    @Test
    void thirtyTwoKilobytesOfHeadersPass() throws Exception {
        var headers = new String[4];
        for (int i = 0; i < headers.length; i++) {
            headers[i] = "X-Long-" + i + ": " + "v".repeat(8_000);
        }

        assertThat(visitor.get("/", headers)).startsWith("HTTP/1.1 200");
        assertThat(stack.asked.getFirst().head()).contains(headers);
    }

    @Test
    void olderClientsAreServed() throws Exception {
        String answer = visitor.ask("GET /old HTTP/1.0");

        assertThat(answer).startsWith("HTTP/1.").contains(" 200 ").endsWith("\r\n\r\nok");
        assertThat(stack.asked).extracting(RawCockpit.Asked::line).containsExactly("GET /old HTTP/1.1");
    }

    @Test
    void theConsoleRefusesOnlyWhatIsDangerousAndSaysSo() throws Exception {
        assertThat(console("/api/v1/channels?q=a|b&r=100%&s={}"))
                .startsWith("HTTP/1.1 401")
                .contains("/problems/");
        assertThat(console("/q/health/live?q=a|b^&r=100%")).startsWith("HTTP/1.1 200");
        assertThat(console("/api/v1/organizations/[id]"))
                .startsWith("HTTP/1.1 401")
                .contains("/problems/");
        assertThat(console("/api/v1/organizations/%zz"))
                .startsWith("HTTP/1.1 400")
                .contains("/problems/");
        assertThat(console("/100%")).startsWith("HTTP/1.1 400").contains("/problems/");
        assertThat(console("/a\\b")).startsWith("HTTP/1.1 400").contains("/problems/");
    }

    @Test
    void anAddressMayNameItsHostAndNoOther() throws Exception {
        assertThat(visitor.get("http://" + visitor.host + "/x?y=1")).startsWith("HTTP/1.1 200");
        assertThat(visitor.get("http://other.example/x")).startsWith("HTTP/1.1 400");
        assertThat(console("http://localhost:" + deployer.getPort() + "/q/health/live"))
                .startsWith("HTTP/1.1 200");
        assertThat(stack.asked).extracting(RawCockpit.Asked::line).containsExactly("GET /x?y=1 HTTP/1.1");
    }

    @Test
    void theConsolesOwnRoutesReadWhatBrowsersWrite() throws Exception {
        String bearer = "Authorization: Bearer " + Admin.token();

        assertThat(console("/api/v1/people?q=a|b&x=100%", bearer)).matches("(?s)HTTP/1.1 (200|400) .*\r\n\r\n.+");
        assertThat(console("/api/v1/organizations/a|b", bearer))
                .startsWith("HTTP/1.1 404")
                .contains("/problems/");
    }

    private String console(String target, String... headers) throws IOException {
        String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        try (var socket = visitor.write("GET " + target + " HTTP/1.1\r\nHost: localhost:" + deployer.getPort()
                + "\r\nConnection: close\r\n" + more + "\r\n")) {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    @Test
    void anHttp2BodyOfUnknownLengthReachesTheCockpit() throws Exception {
        var client = vertx.createHttpClient(
                new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false));
        for (var method : new HttpMethod[] {HttpMethod.POST, HttpMethod.DELETE, HttpMethod.GET}) {
            var options = new RequestOptions()
                    .setMethod(method)
                    .setServer(SocketAddress.inetSocketAddress(deployer.getPort(), "127.0.0.1"))
                    .setHost(visitor.host.split(":")[0])
                    .setPort(deployer.getPort())
                    .setURI("/upload")
                    .putHeader("Cookie", visitor.cookie());
            int status = Browser.await(client.request(options).compose(request -> {
                request.setChunked(true).write(Buffer.buffer("first,"));
                request.end(Buffer.buffer("second"));
                return request.response().map(answer -> answer.statusCode());
            }));
            assertThat(status).isEqualTo(200);
        }
        int plain = Browser.await(client.request(new RequestOptions()
                        .setServer(SocketAddress.inetSocketAddress(deployer.getPort(), "127.0.0.1"))
                        .setHost(visitor.host.split(":")[0])
                        .setPort(deployer.getPort())
                        .setURI("/nothing")
                        .putHeader("Cookie", visitor.cookie()))
                .compose(request -> request.send().map(answer -> answer.statusCode())));
        Browser.await(client.close());

        assertThat(plain).isEqualTo(200);
        assertThat(stack.asked).hasSize(4);
        assertThat(stack.asked.subList(0, 3)).allSatisfy(asked -> {
            assertThat(asked.head()).containsIgnoringCase("transfer-encoding: chunked");
            assertThat(asked.body()).contains("first,", "second");
        });
        assertThat(stack.asked.getLast().head()).doesNotContainIgnoringCase("transfer-encoding");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x-odd\nsmuggled: 1\r\n\r\n", ":path\n/a b", ":path\n/a?b\r\nX: y"})
    void http2LinesThatWouldBreakHttp1AreRefusedAndLeakNothing(String field) throws Exception {
        int at = field.indexOf('\n');
        String name = field.substring(0, at);
        String value = field.substring(at + 1);
        for (int i = 0; i < 20; i++) {
            assertThat(http2(name, value)).isIn("400", "reset");
        }

        assertThat(stack.asked).isEmpty();
        assertThat(stack.open()).isZero();
    }

    /** The status of one hand-made HTTP/2 request with a header as it would never be written, or "reset". */
    private String http2(String name, String value) throws IOException {
        var fields = new ByteArrayOutputStream();
        field(fields, ":method", "GET");
        field(fields, ":scheme", "http");
        field(fields, ":authority", visitor.host);
        field(fields, ":path", name.equals(":path") ? value : "/");
        field(fields, "cookie", visitor.cookie());
        if (!name.equals(":path")) {
            field(fields, name, value);
        }
        try (var socket = new Socket("127.0.0.1", deployer.getPort())) {
            socket.setSoTimeout(20_000);
            var out = new DataOutputStream(socket.getOutputStream());
            out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            frame(out, 4, 0, 0, new byte[0]);
            frame(out, 1, 5, 1, fields.toByteArray());
            return status(new DataInputStream(socket.getInputStream()));
        }
    }

    private static String status(DataInputStream in) throws IOException {
        while (true) {
            int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
            int type = in.readUnsignedByte();
            boolean hasPriority = (in.readUnsignedByte() & 0x20) != 0;
            in.readInt();
            byte[] payload = in.readNBytes(length);
            if (type == 3 || type == 7) {
                return "reset";
            }
            if (type == 1) {
                byte status = payload[hasPriority ? 5 : 0];
                return status == (byte) 0x8c ? "400" : "another status: " + status;
            }
        }
    }

    private static void frame(DataOutputStream out, int type, int flags, int stream, byte[] payload)
            throws IOException {
        out.writeByte(payload.length >> 16);
        out.writeShort(payload.length);
        out.writeByte(type);
        out.writeByte(flags);
        out.writeInt(stream);
        out.write(payload);
        out.flush();
    }

    private static void field(ByteArrayOutputStream out, String name, String value) {
        out.write(0);
        for (String text : new String[] {name, value}) {
            out.write(text.length());
            out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
        }
    }
}
