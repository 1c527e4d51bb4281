package hero.deployer.gateway;

import java.util.concurrent.TimeoutException;

import jakarta.inject.Singleton;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.httpproxy.HttpProxy;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyInterceptor;
import io.vertx.httpproxy.ProxyResponse;

import hero.deployer.gateway.Upstreams.Upstream;

/** Passes plain requests on and streams the answers back. */
@Singleton
class CockpitProxy {
    private final CockpitClient client;
    private final Visitors visitors;
    private final Watch watch;
    private final Pages pages;

    CockpitProxy(CockpitClient client, Visitors visitors, Watch watch, Pages pages) {
        this.client = client;
        this.visitors = visitors;
        this.watch = watch;
        this.pages = pages;
    }

    void pass(Visit visit, String secret, Upstream.At upstream) {
        var request = visit.request();
        if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            request.response().writeContinue();
        }
        watch.over(visit, secret, () -> request.connection().close());
        HttpProxy.reverseProxy(client.raw())
                .origin(context -> client.request(request, upstream))
                .addInterceptor(new Crossing(visit))
                .handle(request);
    }

    // the proxy takes the handler by which the router would hear of a broken connection: this one knows when it is over
    /** Cleans what crosses, and says it kindly when nothing comes back. */
    private final class Crossing implements ProxyInterceptor {
        private final Visit visit;

        Crossing(Visit visit) {
            this.visit = visit;
        }

        @Override
        public Future<ProxyResponse> handleProxyRequest(ProxyContext context) {
            Headers.forUpstream(context.request().headers(), visit.request(), visitors.scheme());
            return context.sendRequest().recover(failure -> Future.succeededFuture(sorry(context, failure)));
        }

        private ProxyResponse sorry(ProxyContext context, Throwable failure) {
            boolean slow = failure instanceof TimeoutException;
            var answer = context.request().release().response().setStatusCode(slow ? 504 : 502);
            return pages.fill(answer, visit, slow ? Notice.SLOW : Notice.DOWN);
        }

        @Override
        public Future<Void> handleProxyResponse(ProxyContext context) {
            Headers.fromUpstream(context.response().headers());
            return context.sendResponse().onComplete(sent -> visit.over());
        }
    }
}
