package hero.deployer.gateway;

import java.util.Set;

import jakarta.inject.Singleton;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import org.jboss.logging.Logger;

import hero.deployer.gateway.Upstreams.Upstream;

/** Lets the cockpit's own person in, and nobody else: before that, not one byte of the cockpit is even asked for. */
@Singleton
class CockpitDoor {
    private static final Logger LOG = Logger.getLogger(CockpitDoor.class);
    private static final Set<HttpMethod> NEVER = Set.of(HttpMethod.TRACE, HttpMethod.CONNECT);

    private final Vertx vertx;
    private final Visitors visitors;
    private final Upstreams upstreams;
    private final LoginDoor login;
    private final Pages pages;
    private final Exchanges exchanges;
    private final CockpitProxy proxy;
    private final Tunnel tunnel;

    CockpitDoor(
            Vertx vertx,
            Visitors visitors,
            Upstreams upstreams,
            LoginDoor login,
            Pages pages,
            Exchanges exchanges,
            CockpitProxy proxy,
            Tunnel tunnel) {
        this.vertx = vertx;
        this.visitors = visitors;
        this.upstreams = upstreams;
        this.login = login;
        this.pages = pages;
        this.exchanges = exchanges;
        this.proxy = proxy;
        this.tunnel = tunnel;
    }

    void enter(Visit visit) {
        var request = visit.request();
        // nothing of a body may be lost while we look who is there
        request.pause();
        if (!PathRules.isSafe(request.uri()) || NEVER.contains(request.method())) {
            refuse(visit, 400, "bad-request", "Bad request", "This address or method is not taken here.");
            return;
        }
        Runnable place = exchanges.take(visit.cockpit());
        if (place == null) {
            unavailable(visit, Notice.CROWDED);
            return;
        }
        visit.whenOver(place);
        if (visit.path().startsWith(Pages.ROOT)) {
            login.handle(visit);
        } else {
            look(visit);
        }
    }

    private void look(Visit visit) {
        String known = visitors.known(visit.request(), visit.cockpit());
        if (known != null) {
            admit(visit, known);
            return;
        }
        visitors.find(visit.request(), visit.cockpit())
                .subscribe()
                .with(
                        found -> found.ifPresentOrElse(secret -> admit(visit, secret), () -> login.stranger(visit)),
                        failure -> cannotTell(visit, failure));
    }

    private void admit(Visit visit, String secret) {
        boolean changes = !visit.isReading() && !visit.request().method().equals(HttpMethod.OPTIONS);
        if ((changes || visit.isSocket()) && !login.isOwnOrigin(visit)) {
            login.foreign(visit);
            return;
        }
        var known = upstreams.known(visit.cockpit());
        if (known != null) {
            pass(visit, secret, known);
            return;
        }
        upstreams
                .find(visit.cockpit())
                .subscribe()
                .with(upstream -> pass(visit, secret, upstream), failure -> cannotTell(visit, failure));
    }

    private void pass(Visit visit, String secret, Upstream upstream) {
        switch (upstream) {
            case Upstream.None none -> login.stranger(visit);
            case Upstream.NotYet notYet -> unavailable(visit, Notice.NOT_YET);
            case Upstream.At at -> {
                if (visit.isSocket()) {
                    tunnel.open(visit, secret, at);
                } else {
                    proxy.pass(visit, secret, at);
                }
            }
        }
    }

    private void cannotTell(Visit visit, Throwable failure) {
        LOG.warnf("Cannot tell who asks for a cockpit: %s", failure.toString());
        unavailable(visit, Notice.AWAY);
    }

    private void unavailable(Visit visit, Notice notice) {
        pages.notice(visit, 503, notice);
    }

    private void refuse(Visit visit, int status, String slug, String title, String detail) {
        Replies.problem(vertx, visit.request(), status, slug, title, detail);
    }
}
