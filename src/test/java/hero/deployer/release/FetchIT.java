package hero.deployer.release;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PfxOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import hero.deployer.testing.Admin;
import hero.deployer.testing.PostgresResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

/** Builds published by address and hash, from a web server that is not always kind. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
class FetchIT {
    private static final byte[] ARTIFACT = Archives.good("fetched");

    @Inject
    Vertx vertx;

    private final AtomicInteger served = new AtomicInteger();
    private HttpServer server;

    @BeforeEach
    void serve() throws Exception {
        server = vertx.createHttpServer().requestHandler(this::answer);
        server.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        Admin.request().body("{\"name\":\"fetch-it\"}").post("/api/v1/channels");
    }

    @AfterEach
    void stop() throws Exception {
        server.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private void answer(HttpServerRequest request) {
        served.incrementAndGet();
        var response = request.response();
        switch (request.path()) {
            case "/artifact" -> response.end(Buffer.buffer(ARTIFACT));
            case "/moved" ->
                response.setStatusCode(302).putHeader("Location", "/artifact").end();
            case "/loop" ->
                response.setStatusCode(302).putHeader("Location", "/loop").end();
            case "/inward" ->
                response.setStatusCode(302)
                        .putHeader("Location", "http://169.254.169.254/latest/meta-data")
                        .end();
            case "/short" -> {
                response.putHeader("Content-Length", String.valueOf(ARTIFACT.length + 10));
                response.write(Buffer.buffer(ARTIFACT))
                        .onComplete(sent -> request.connection().close());
            }
            case "/huge" ->
                response.putHeader("Content-Length", "99999999999999").write(Buffer.buffer(ARTIFACT));
            case "/text" -> response.end("hello");
            case "/endless-head" ->
                response.putHeader("X-Long", "x".repeat(20_000)).end();
            case "/hang-up" -> request.connection().close();
            case "/unheard-of-length" ->
                request.toNetSocket()
                        .onSuccess(
                                raw -> raw.write("HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999999\r\n\r\n"));
            default -> response.setStatusCode(404).end();
        }
    }

    private ValidatableResponse publish(String version, String path, String sha256) {
        return publishFrom(version, "http://127.0.0.1:" + server.actualPort() + path, sha256);
    }

    private static ValidatableResponse publishFrom(String version, String url, String sha256) {
        return Admin.request()
                .body("{\"version\":\"%s\",\"artifactUrl\":\"%s\",\"sha256\":\"%s\"}".formatted(version, url, sha256))
                .post("/api/v1/channels/fetch-it/builds")
                .then();
    }

    @Test
    void fetchesOnceAndNeverAgain() {
        publish("fetch.1", "/artifact", Archives.sha256(ARTIFACT).toUpperCase(java.util.Locale.ROOT))
                .statusCode(201)
                .body("sha256", equalTo(Archives.sha256(ARTIFACT)))
                .body("size", equalTo(ARTIFACT.length));
        publish("fetch.1", "/artifact", Archives.sha256(ARTIFACT)).statusCode(200);
        publish("fetch.1", "/artifact", "0".repeat(64))
                .statusCode(409)
                .body("type", equalTo("/problems/version-taken"));

        assertThat(served).hasValue(1);
    }

    @Test
    void followsARedirect() {
        publish("fetch.2", "/moved", Archives.sha256(ARTIFACT)).statusCode(201);
    }

    @ParameterizedTest
    @CsvSource({
        "/missing, 422, artifact-unreachable",
        "/loop, 422, artifact-unreachable",
        "/inward, 400, bad-request",
        "/short, 400, cut-off",
        "/huge, 413, too-large",
        "/text, 422, wrong-hash",
    })
    void saysWhatIsWrongAndKeepsNothing(String path, int status, String type) {
        publish("fetch.bad", path, Archives.sha256(ARTIFACT))
                .statusCode(status)
                .body("type", equalTo("/problems/" + type));

        Admin.request()
                .get("/api/v1/channels/fetch-it/builds")
                .then()
                .body("items.version.toString()", not(containsString("fetch.bad")));
    }

    @ParameterizedTest
    @CsvSource({
        "ftp://127.0.0.1/a, 400",
        "http://user:secret@127.0.0.1/a, 400",
        "http://169.254.169.254/latest, 400",
        "http://[fe80::1]/a, 400",
        "http://0.0.0.0:1/a, 400",
        "http://127.0.0.1:1/a, 422",
        "http://does-not-exist.invalid/a, 422",
    })
    void connectsOnlyWhereItMay(String url, int status) {
        publishFrom("fetch.bad", url, "0".repeat(64)).statusCode(status).body("detail", containsString("artifactUrl"));
    }

    @Test
    void saysWhatKeptItFromBeingFetched() throws Exception {
        publishFrom("fetch.bad", "http://127.0.0.1:1/a", "0".repeat(64))
                .statusCode(422)
                .body("detail", containsString("refuses connections"));
        publishFrom("fetch.bad", "https://127.0.0.1:" + server.actualPort() + "/a", "0".repeat(64))
                .statusCode(422)
                .body("detail", containsString("does not speak TLS"));
        publish("fetch.bad", "/endless-head", "0".repeat(64))
                .statusCode(422)
                .body("detail", containsString("head is larger"));
        publish("fetch.bad", "/unheard-of-length", "0".repeat(64)).statusCode(anyOf(equalTo(413), equalTo(422)));
        publish("fetch.bad", "/hang-up", "0".repeat(64))
                .statusCode(422)
                .body("detail", containsString("closed the connection"));
    }

    @Test
    void saysThatACertificateIsNotTrusted(@TempDir Path folder) throws Exception {
        var store = folder.resolve("self-signed.p12");
        selfSigned(store);
        var tls = vertx.createHttpServer(new io.vertx.core.http.HttpServerOptions()
                        .setSsl(true)
                        .setKeyCertOptions(
                                new PfxOptions().setPath(store.toString()).setPassword("changeit")))
                .requestHandler(this::answer);
        tls.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        try {
            publishFrom("fetch.bad", "https://127.0.0.1:" + tls.actualPort() + "/artifact", "0".repeat(64))
                    .statusCode(422)
                    .body("detail", containsString("certificate is not trusted"));
        } finally {
            tls.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
    }

    /** By the JDK's own tool: a key and a certificate that nobody vouches for. */
    private static void selfSigned(Path store) throws Exception {
        var keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "fetch",
                        "-dname",
                        "CN=localhost",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "changeit",
                        "-keystore",
                        store.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(keytool.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(keytool.exitValue()).isZero();
    }

    @Test
    void namesWhatIsMissing() {
        Admin.request()
                .body("{\"version\":\"fetch.3\",\"artifactUrl\":\"http://127.0.0.1/\"}")
                .post("/api/v1/channels/fetch-it/builds")
                .then()
                .statusCode(400)
                .body("errors.field.toString()", containsString("sha256"));
    }
}
