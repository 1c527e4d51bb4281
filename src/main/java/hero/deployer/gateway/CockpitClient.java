package hero.deployer.gateway;

import jakarta.enterprise.context.ApplicationScoped;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;

/** Connects to cockpits: to the address that the provider told, under the name that the browser used. */
@ApplicationScoped
class CockpitClient {
    private final HttpClient client;
    private final GatewayConfig config;

    CockpitClient(Vertx vertx, GatewayConfig config) {
        this.config = config;
        this.client = vertx.createHttpClient(
                new HttpClientOptions()
                        .setConnectTimeout((int) config.connectTimeout().toMillis())
                        // a WebSocket keeps its connection: as many as exchanges, and a short queue
                        .setMaxWaitQueueSize(config.maxExchangesPerCockpit())
                        .setKeepAliveTimeout(15)
                        .setDecompressionSupported(false),
                new PoolOptions().setHttp1MaxSize(config.maxExchangesPerCockpit()));
    }

    HttpClient raw() {
        return client;
    }

    Future<HttpClientRequest> request(HttpServerRequest from, SocketAddress upstream) {
        var authority = from.authority();
        return client.request(new RequestOptions()
                .setServer(upstream)
                .setHost(authority.host())
                .setPort(authority.port() > 0 ? authority.port() : 80)
                .setMethod(from.method())
                .setURI(from.uri())
                .setFollowRedirects(false)
                .setIdleTimeout(config.idleTimeout().toMillis()));
    }
}
