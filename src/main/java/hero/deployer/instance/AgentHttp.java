package hero.deployer.instance;

import java.time.Duration;
import java.util.function.Consumer;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.HostAndPort;

import hero.deployer.base.FailureException;

/** The bounded, pooled way to the agents. */
@ApplicationScoped
class AgentHttp {
    private static final int MAX_HEADERS = 8 * 1024;
    private static final int MAX_STATUS_LINE = 1024;
    private static final int MAX_WAITING = 32;

    private final Vertx vertx;
    private final HttpClient client;
    private final AgentTokens tokens;
    private final Reach reach;

    AgentHttp(Vertx vertx, AgentTokens tokens, Reach reach, InstanceConfig config) {
        this.vertx = vertx;
        this.tokens = tokens;
        this.reach = reach;
        var options = new HttpClientOptions()
                .setMaxPoolSize(config.connectionsPerAgent())
                .setMaxWaitQueueSize(MAX_WAITING)
                .setConnectTimeout((int) config.connectDeadline().toMillis())
                .setKeepAliveTimeout((int) config.idleConnection().toSeconds())
                .setMaxHeaderSize(MAX_HEADERS)
                .setMaxInitialLineLength(MAX_STATUS_LINE)
                .setMaxRedirects(0)
                .setDecompressionSupported(false);
        // what breaks a connection is told to its request; the log need not repeat what a machine sent
        this.client = vertx.httpClientBuilder()
                .with(options)
                .withConnectHandler(connection -> connection.exceptionHandler(AgentHttp::told))
                .build();
    }

    private static void told(Throwable broken) {
        Log.debugf("A connection to an agent broke: %s", broken.getClass().getSimpleName());
    }

    @PreDestroy
    void close() {
        client.close();
    }

    /** Whatever the agent answers, redirects included; fails with a {@link hero.deployer.base.FailureException} when it does not. */
    Uni<AgentAnswer> call(InstanceRow to, HttpMethod method, String uri, AgentBody body, Duration deadline) {
        return Uni.createFrom().emitter(emitter -> {
            var context = vertx.getOrCreateContext();
            var exchange = exchange(to, method, uri, body, deadline, emitter::complete, emitter::fail);
            emitter.onTermination(() -> context.runOnContext(nothing -> exchange.abandon()));
            context.runOnContext(nothing -> exchange.start());
        });
    }

    /** The same without anything around it, for the many small calls of probing; call it on the event loop that is to do the work. */
    void get(
            InstanceRow to,
            String uri,
            Duration deadline,
            Consumer<AgentAnswer> answered,
            Consumer<FailureException> failed) {
        exchange(to, HttpMethod.GET, uri, AgentBody.NOTHING, deadline, answered, failed)
                .start();
    }

    private AgentExchange exchange(
            InstanceRow to,
            HttpMethod method,
            String uri,
            AgentBody body,
            Duration deadline,
            Consumer<AgentAnswer> answered,
            Consumer<FailureException> failed) {
        return new AgentExchange(
                vertx,
                client,
                to,
                address -> request(to, address, method, uri, body),
                reach,
                body,
                deadline,
                answered,
                failed);
    }

    private RequestOptions request(InstanceRow to, HostAndPort address, HttpMethod method, String uri, AgentBody body) {
        var options = new RequestOptions()
                .setMethod(method)
                .setHost(address.host())
                .setPort(address.port())
                .setURI(uri)
                .setFollowRedirects(false)
                .putHeader(HttpHeaders.AUTHORIZATION, tokens.bearer(to.id(), to.generation()));
        return switch (body) {
            case AgentBody.None none -> options;
            case AgentBody.Bytes bytes -> options.putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
            case AgentBody.File file -> options.putHeader(HttpHeaders.CONTENT_TYPE, "application/gzip");
        };
    }
}
