package hero.deployer.gateway;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** One request on its way to a cockpit and its answer on the way back, on one event loop. Whoever leaves first ends it for the other. */
final class ProxyExchange {
    private static final Logger LOG = Logger.getLogger(ProxyExchange.class);

    /** What may be said twice (RFC 9110, 9.2.2). */
    private static final Set<HttpMethod> IDEMPOTENT =
            Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS, HttpMethod.PUT, HttpMethod.DELETE);

    private final Vertx vertx;
    private final Pages pages;
    private final Visit visit;
    private final HttpServerRequest request;
    private final MultiMap headers;
    private final Function<Boolean, Future<HttpClientRequest>> connect;
    private final long stallMillis;
    private @Nullable HttpClientRequest upstream;
    private boolean sent;
    private boolean answered;
    private boolean over;

    /**
     * @param headers as the cockpit gets them
     * @param connect a request to the cockpit, on a connection of its own when it is given true
     * @param stallMillis how long the cockpit may take nothing of a body
     */
    ProxyExchange(
            Vertx vertx,
            Pages pages,
            Visit visit,
            MultiMap headers,
            Function<Boolean, Future<HttpClientRequest>> connect,
            long stallMillis) {
        this.vertx = vertx;
        this.pages = pages;
        this.visit = visit;
        this.request = visit.request();
        this.headers = headers;
        this.connect = connect;
        this.stallMillis = stallMillis;
    }

    void begin() {
        visit.whenOver(this::end);
        RequestBody.of(request).onSuccess(body -> {
            if (body.isEmpty() && !request.isEnded()) {
                // a connection that is not read does not tell that its visitor hangs up
                request.resume();
            }
            attempt(body, false);
        });
    }

    /** Ends it in the middle: the login behind it does not stand any more. */
    void cutOff() {
        request.response().reset();
    }

    private void end() {
        over = true;
        if (upstream != null && !(sent && answered)) {
            upstream.reset();
        }
    }

    private void attempt(RequestBody body, boolean fresh) {
        connect.apply(fresh).onSuccess(out -> send(out, body, fresh)).onFailure(this::unanswered);
    }

    private void send(HttpClientRequest out, RequestBody body, boolean fresh) {
        upstream = out;
        if (over) {
            out.reset();
            return;
        }
        // the future of the answer says it
        out.exceptionHandler(broken -> LOG.debugf("A request to %s broke: %s", visit.cockpit(), broken.toString()));
        out.headers().addAll(headers);
        out.response().onSuccess(in -> answer(out, in)).onFailure(failure -> {
            upstream = null;
            if (!fresh && !over && body.isEmpty() && isStale(failure) && IDEMPOTENT.contains(request.method())) {
                attempt(body, true);
            } else {
                unanswered(failure);
            }
        });
        var sending = body.sendTo(out).onSuccess(done -> sent = true).onFailure(broken -> out.reset());
        if (!sending.isComplete()) {
            var stall = new StallTimer(vertx, stallMillis, request::bytesRead, () -> giveUp(out));
            sending.onComplete(done -> stall.cancel());
        }
    }

    /** As long as the cockpit takes nothing of a body, nothing is read, and so a visitor who leaves is not noticed. */
    private void giveUp(HttpClientRequest out) {
        // nobody may ask a request that has ended whether its queue is full
        if (request.isEnded() || out.writeQueueFull()) {
            unanswered(new TimeoutException("the cockpit does not take the body"));
            out.reset();
        }
    }

    /** A kept connection that the cockpit had closed when the request was already on its way. */
    private static boolean isStale(Throwable failure) {
        return failure instanceof HttpClosedException || failure instanceof IOException;
    }

    private void unanswered(Throwable failure) {
        LOG.debugf("No answer from %s: %s", visit.cockpit(), failure.toString());
        boolean slow = failure instanceof TimeoutException;
        boolean garbled = failure instanceof IllegalArgumentException
                || failure instanceof io.netty.handler.codec.DecoderException;
        sorry(slow ? 504 : 502, slow ? Notice.SLOW : garbled ? Notice.GARBLED : Notice.DOWN);
    }

    private void sorry(int status, Notice notice) {
        if (!over && !request.response().headWritten()) {
            pages.notice(visit, status, notice);
        }
    }

    private void answer(HttpClientRequest out, HttpClientResponse in) {
        in.pause();
        in.exceptionHandler(broken -> LOG.debugf("An answer of %s broke: %s", visit.cockpit(), broken.toString()));
        if (over || !AnswerRules.isHttp(in)) {
            out.reset();
            LOG.debugf("An answer of %s that no browser may have: %d", visit.cockpit(), in.statusCode());
            sorry(502, Notice.GARBLED);
            return;
        }
        AnswerRules.copyHead(in, request);
        pipe(in).compose(passed -> {
                    answered = true;
                    return request.response().end();
                })
                .onSuccess(ended -> Replies.discardRest(vertx, request))
                // the browser must not take half an answer for a whole one
                .onFailure(broken -> request.response().reset())
                .onComplete(ended -> visit.over());
    }

    private Future<Void> pipe(HttpClientResponse in) {
        if (AnswerRules.isEmpty(request, in)) {
            var end = in.end();
            in.resume();
            return end;
        }
        return in.pipe().endOnSuccess(false).endOnFailure(false).to(request.response());
    }
}
