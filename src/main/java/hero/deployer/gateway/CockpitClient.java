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
import org.jboss.logging.Logger;

import hero.deployer.gateway.Upstreams.Upstream;
import hero.deployer.instance.Reach;

/**
 * Connects to cockpits: to the address that the provider told, under the name that the browser used. Each event loop has its own
 * connections, so that an exchange stays on one thread from end to end.
 */
@Singleton
class CockpitClient {
    private static final Logger LOG = Logger.getLogger(CockpitClient.class);

    /** Single-page applications and their logins write large cookies and policies. A little more than 32 KiB, in bytes. */
    private static final int LONGEST_HEAD = 36 * 1024;

    private static final String OUT_OF_REACH = "an address where the cockpit's provider has no machines";

    private final Vertx vertx;
    private final GatewayConfig config;
    private final Reach reach;
    private final Map<EventLoop, Clients> clients = new ConcurrentHashMap<>();

    CockpitClient(Vertx vertx, GatewayConfig config, Reach reach) {
        this.vertx = vertx;
        this.config = config;
        this.reach = reach;
    }

    /**
     * Those of one event loop.
     *
     * @param keeping goes on with connections that are open
     * @param fresh makes a new one for each request
     */
    private record Clients(HttpClient keeping, HttpClient fresh) {}

    /** Those of the event loop we are on. */
    private Clients here() {
        var loop = ((ContextInternal) vertx.getOrCreateContext()).nettyEventLoop();
        return clients.computeIfAbsent(loop, first -> new Clients(make(true), make(false)));
    }

    private HttpClient make(boolean keepAlive) {
        return vertx.httpClientBuilder()
                .with(new HttpClientOptions()
                        .setConnectTimeout((int) config.connectTimeout().toMillis())
                        // a WebSocket keeps its connection: as many as exchanges, and a short queue
                        .setMaxWaitQueueSize(config.maxExchangesPerCockpit())
                        .setKeepAlive(keepAlive)
                        .setKeepAliveTimeout(15)
                        .setMaxHeaderSize(LONGEST_HEAD)
                        .setDecompressionSupported(false))
                .with(new PoolOptions().setHttp1MaxSize(config.maxExchangesPerCockpit()))
                // each exchange hears of it and says what it means; the library would write a line of error beside
                .withConnectHandler(connection -> connection.exceptionHandler(
                        broken -> LOG.debugf("A connection to a cockpit broke: %s", broken.toString())))
                .build();
    }

    /**
     * A request on a connection that leads where this cockpit's provider has machines; fails for any other.
     *
     * @param fresh on a connection made for it
     */
    Future<HttpClientRequest> request(HttpServerRequest from, Upstream.At upstream, boolean fresh) {
        if (!reach.mayConnect(upstream.instance(), upstream.address().host())) {
            return Future.failedFuture(OUT_OF_REACH);
        }
        var authority = from.authority();
        var client = fresh ? here().fresh() : here().keeping();
        return client.request(new RequestOptions()
                        .setServer(upstream.address())
                        .setHost(authority.host())
                        .setPort(authority.port() > 0 ? authority.port() : 80)
                        .setMethod(from.method())
                        .setURI(AddressEscaper.forUpstream(from.uri()))
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
