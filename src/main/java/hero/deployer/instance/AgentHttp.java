package hero.deployer.instance;

import java.time.Duration;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.HostAndPort;
import org.jspecify.annotations.Nullable;

import hero.deployer.instance.Instances.InstanceRow;

/** The bounded, pooled way to the agents. */
@ApplicationScoped
class AgentHttp {
    private static final int MAX_HEADERS = 8 * 1024;
    private static final int MAX_STATUS_LINE = 1024;
    private static final int MAX_WAITING = 32;

    private final Vertx vertx;
    private final HttpClient client;
    private final AgentTokens tokens;

    AgentHttp(Vertx vertx, AgentTokens tokens, InstanceConfig config) {
        this.vertx = vertx;
        this.tokens = tokens;
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
        var address = address(to.agentAddress());
        if (address == null) {
            return Uni.createFrom().failure(() -> AgentFailures.noMachine(to.id()));
        }
        var options = new RequestOptions()
                .setMethod(method)
                .setHost(address.host())
                .setPort(address.port())
                .setURI(uri)
                .setFollowRedirects(false)
                .putHeader("Authorization", "Bearer " + tokens.token(to.id(), to.generation()))
                .putHeader("Content-Type", body instanceof AgentBody.File ? "application/gzip" : "application/json");
        return Uni.createFrom().emitter(emitter -> {
            var context = vertx.getOrCreateContext();
            var exchange = new AgentExchange(
                    vertx, client, to.id(), options, body, deadline, emitter::complete, emitter::fail);
            emitter.onTermination(() -> context.runOnContext(nothing -> exchange.abandon()));
            context.runOnContext(nothing -> exchange.start());
        });
    }

    private static @Nullable HostAndPort address(@Nullable String address) {
        return address == null ? null : HostAndPort.parseAuthority(address, -1);
    }
}
