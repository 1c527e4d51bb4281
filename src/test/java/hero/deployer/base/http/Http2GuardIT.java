package hero.deployer.base.http;

import java.util.concurrent.TimeUnit;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import hero.deployer.testing.PostgresResource;

import static org.assertj.core.api.Assertions.assertThat;

/** HTTP/2 with prior knowledge, as a proxy speaks it. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
class Http2GuardIT {
    @Inject
    Vertx vertx;

    private HttpClient client;

    @BeforeEach
    void connect() {
        client = vertx.createHttpClient(
                new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false));
    }

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void a_request_is_answered() throws Exception {
        var answer = within(request(HttpMethod.GET, "/q/health/live").compose(HttpClientRequest::send));

        assertThat(answer.version()).isEqualTo(HttpVersion.HTTP_2);
        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void a_tunnel_is_refused_and_the_connection_goes_on() throws Exception {
        var answer = within(request(HttpMethod.CONNECT, "").compose(HttpClientRequest::connect));

        assertThat(answer.statusCode()).isEqualTo(405);
        a_request_is_answered();
    }

    @Test
    void an_endless_body_is_refused() throws Exception {
        var request = within(request(HttpMethod.POST, "/api/v1/session"));
        request.setChunked(true).putHeader("Content-Type", "application/json");
        request.exceptionHandler(reset -> {});
        var answer = request.response();
        request.write(Buffer.buffer(new byte[40_000]));

        assertThat(within(answer).statusCode()).isEqualTo(413);
        a_request_is_answered();
    }

    @Test
    void a_body_that_does_not_come_has_a_deadline() throws Exception {
        var request = within(request(HttpMethod.POST, "/api/v1/session"));
        request.setChunked(true).putHeader("Content-Type", "application/json");
        request.exceptionHandler(reset -> {});
        var answer = request.response();
        request.write(Buffer.buffer("{"));

        assertThat(within(answer).statusCode()).isEqualTo(408);
    }

    @Test
    void a_malformed_address_is_refused() throws Exception {
        HttpClientResponse answer =
                within(request(HttpMethod.GET, "/api/v1/%zz").compose(HttpClientRequest::send));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.getHeader("content-type")).isEqualTo("application/problem+json");
    }

    private Future<HttpClientRequest> request(HttpMethod method, String path) {
        return client.request(method, RestAssured.port, "localhost", path);
    }

    private static <T> T within(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
