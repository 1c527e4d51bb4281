package hero.deployer.gateway;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.inject.Singleton;

import io.netty.channel.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.impl.ContextInternal;

import hero.deployer.gateway.Upstreams.Upstream;
import hero.deployer.instance.Reach;

/**
 * Connects to cockpits: to the address that the provider told, under the name that the browser used. Each event loop has its own
 * connections, so that an exchange stays on one thread from end to end.
 */
@Singleton
class CockpitClient {
    private static final String OUT_OF_REACH = "an address where the cockpit's provider has no machines";

    private final Vertx vertx;
    private final GatewayConfig config;
    private final Reach reach;
    private final Map<EventLoop, HttpClient> clients = new ConcurrentHashMap<>();

    CockpitClient(Vertx vertx, GatewayConfig config, Reach reach) {
        this.vertx = vertx;
        this.config = config;
        this.reach = reach;
    }

    /** That of the event loop we are on. */
    HttpClient raw() {
        var loop = ((ContextInternal) vertx.getOrCreateContext()).nettyEventLoop();
        return clients.computeIfAbsent(loop, first -> make());
    }

    private HttpClient make() {
        return vertx.createHttpClient(
                new HttpClientOptions()
                        .setConnectTimeout((int) config.connectTimeout().toMillis())
                        // a WebSocket keeps its connection: as many as exchanges, and a short queue
                        .setMaxWaitQueueSize(config.maxExchangesPerCockpit())
                        .setKeepAliveTimeout(15)
                        .setDecompressionSupported(false),
                new PoolOptions().setHttp1MaxSize(config.maxExchangesPerCockpit()));
    }

    /** A request on a connection that leads where this cockpit's provider has machines; fails for any other. */
    Future<HttpClientRequest> request(HttpServerRequest from, Upstream.At upstream) {
        if (!reach.mayConnect(upstream.instance(), upstream.address().host())) {
            return Future.failedFuture(OUT_OF_REACH);
        }
        var authority = from.authority();
        return raw().request(new RequestOptions()
                        .setServer(upstream.address())
                        .setHost(authority.host())
                        .setPort(authority.port() > 0 ? authority.port() : 80)
                        .setMethod(from.method())
                        .setURI(from.uri())
                        .setFollowRedirects(false)
                        .setIdleTimeout(config.idleTimeout().toMillis()))
                .compose(request -> checked(upstream, request));
    }

    private Future<HttpClientRequest> checked(Upstream.At upstream, HttpClientRequest request) {
        if (reach.allows(upstream.instance(), request.connection().remoteAddress())) {
            return Future.succeededFuture(request);
        }
        request.connection().close();
        return Future.failedFuture(OUT_OF_REACH);
    }
}
