package hero.deployer.gateway;

import jakarta.enterprise.context.ApplicationScoped;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.net.NetSocket;
import org.jboss.logging.Logger;

import hero.deployer.gateway.Upstreams.Upstream;

/**
 * A WebSocket between a browser and its cockpit. Not left to the proxy library: its own way past the interceptors would show the cockpit
 * our cookie, and it buffers without a bound.
 */
@ApplicationScoped
class Tunnel {
    private static final Logger LOG = Logger.getLogger(Tunnel.class);
    private static final int SWITCHING = 101;

    private final Vertx vertx;
    private final CockpitClient client;
    private final Visitors visitors;
    private final Watch watch;

    Tunnel(Vertx vertx, CockpitClient client, Visitors visitors, Watch watch) {
        this.vertx = vertx;
        this.client = client;
        this.visitors = visitors;
        this.watch = watch;
    }

    void open(Visit visit, String secret, Upstream.At upstream) {
        client.request(visit.request(), upstream, false)
                .compose(request -> knock(visit, request))
                .onSuccess(answer -> join(visit, secret, answer))
                .onFailure(failure -> {
                    LOG.debugf("No socket into %s: %s", visit.cockpit(), failure);
                    refuse(visit, 502);
                });
    }

    private Future<HttpClientResponse> knock(Visit visit, HttpClientRequest request) {
        visit.whenOver(request::reset);
        // without one the library takes the end of every socket for an error
        request.exceptionHandler(broken -> LOG.debugf("The socket into %s broke: %s", visit.cockpit(), broken));
        var headers = request.headers().addAll(Headers.copyForUpstream(visit.request(), visitors.scheme()));
        headers.set(HttpHeaders.CONNECTION, HttpHeaders.UPGRADE).set(HttpHeaders.UPGRADE, "websocket");
        return request.connect();
    }

    private void join(Visit visit, String secret, HttpClientResponse answer) {
        int status = answer.statusCode();
        if (status != SWITCHING || !HeaderRules.areWhole(answer.headers())) {
            answer.request().reset();
            refuse(visit, AnswerRules.isFinal(status) && status >= 400 ? status : 502);
            return;
        }
        var inside = answer.netSocket();
        inside.pause();
        var response = visit.request().response().setStatusCode(SWITCHING);
        var headers = answer.headers();
        Headers.fromUpstream(headers);
        response.headers().addAll(headers);
        response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.UPGRADE).putHeader(HttpHeaders.UPGRADE, "websocket");
        visit.request().resume();
        visit.request()
                .toNetSocket()
                .onSuccess(outside -> connect(visit, secret, outside, inside))
                .onFailure(gone -> inside.close());
    }

    /** Each side is read no faster than the other takes it. */
    private void connect(Visit visit, String secret, NetSocket outside, NetSocket inside) {
        Runnable end = () -> {
            outside.close();
            inside.close();
        };
        watch.over(visit, secret, end);
        outside.pipeTo(inside).onComplete(done -> end.run());
        inside.pipeTo(outside).onComplete(done -> {
            end.run();
            visit.over();
        });
    }

    private void refuse(Visit visit, int status) {
        Replies.problem(vertx, visit.request(), status, "no-socket", "No WebSocket", "The cockpit did not take it.");
    }
}
