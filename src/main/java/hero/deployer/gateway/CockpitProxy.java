package hero.deployer.gateway;

import jakarta.inject.Singleton;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;

import hero.deployer.gateway.Upstreams.Upstream;

/** Passes plain requests on and streams the answers back. */
@Singleton
class CockpitProxy {
    private final Vertx vertx;
    private final CockpitClient client;
    private final Visitors visitors;
    private final Watch watch;
    private final Pages pages;
    private final long stallMillis;

    CockpitProxy(Vertx vertx, CockpitClient client, Visitors visitors, Watch watch, Pages pages, GatewayConfig config) {
        this.vertx = vertx;
        this.client = client;
        this.visitors = visitors;
        this.watch = watch;
        this.pages = pages;
        this.stallMillis = config.uploadStall().toMillis();
    }

    void pass(Visit visit, String secret, Upstream.At upstream) {
        var request = visit.request();
        if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))
                && request.version() != HttpVersion.HTTP_1_0) {
            request.response().writeContinue();
        }
        var headers = Headers.copyForUpstream(request, visitors.scheme());
        var exchange = new ProxyExchange(
                vertx, pages, visit, headers, fresh -> client.request(request, upstream, fresh), stallMillis);
        watch.over(visit, secret, exchange::cutOff);
        exchange.begin();
    }
}
