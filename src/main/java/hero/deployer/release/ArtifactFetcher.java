package hero.deployer.release;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.TimeUnit;

import jakarta.enterprise.context.ApplicationScoped;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;

import hero.deployer.base.ProblemException;

/**
 * Fetches an artifact once from an address somebody gave us. The name is looked up here and the connection made to the very address
 * that {@link FetchPolicy} allowed, so that a name which answers differently the second time gains nothing.
 */
@ApplicationScoped
class ArtifactFetcher {
    private static final int POOL_SIZE = 8;

    private final Vertx vertx;
    private final ReleaseConfig config;
    private final ArtifactStore store;
    private final FetchPolicy policy;
    private final HttpClient client;

    ArtifactFetcher(Vertx vertx, ReleaseConfig config, ArtifactStore store) {
        this.vertx = vertx;
        this.config = config;
        this.store = store;
        this.policy = new FetchPolicy(config.fetch().allow());
        this.client = vertx.createHttpClient(
                new HttpClientOptions()
                        .setConnectTimeout((int) config.fetch().connectTimeout().toMillis())
                        .setKeepAlive(false)
                        .setMaxWaitQueueSize(POOL_SIZE),
                new PoolOptions().setHttp1MaxSize(POOL_SIZE));
    }

    /** Into the store, when it hashes to {@code sha256}; otherwise fails with a problem and leaves nothing. */
    Future<Artifact> fetch(ArtifactUrl url, String sha256) {
        return open(url, config.fetch().maxRedirects())
                .compose(answer -> store.receive(answer.body(), sha256).onFailure(refused -> answer.reset()));
    }

    /** An answer whose body waits: it may break while redirects are looked at or a file is being opened. */
    private record Answer(HttpClientResponse head, DeferredStream body) {
        static Answer of(HttpClientResponse head) {
            return new Answer(head, DeferredStream.of(head));
        }

        void reset() {
            head.request().reset();
        }
    }

    private Future<Answer> open(ArtifactUrl url, int redirectsLeft) {
        return allowedAddress(url.host())
                .compose(address -> withinAnswerTimeout(send(url, address)))
                .compose(answer -> follow(url, answer, redirectsLeft));
    }

    private Future<InetAddress> allowedAddress(String host) {
        return vertx.executeBlocking(
                () -> {
                    for (InetAddress address : lookUp(host)) {
                        if (policy.allows(address)) {
                            return address;
                        }
                    }
                    throw ProblemException.badField(
                            "artifactUrl",
                            "is at an address that we may not fetch from (deployer.release.fetch.allow)");
                },
                false);
    }

    private static Iterable<InetAddress> lookUp(String host) {
        try {
            return FetchPolicy.resolve(host);
        } catch (UnknownHostException unknown) {
            throw Refusals.unreachable("Its host name is not known.");
        }
    }

    private Future<Answer> send(ArtifactUrl url, InetAddress address) {
        var options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setServer(SocketAddress.inetSocketAddress(url.port(), address.getHostAddress()))
                .setHost(url.host())
                .setPort(url.port())
                .setSsl(url.https())
                .setURI(url.path())
                .setFollowRedirects(false)
                .putHeader(HttpHeaders.ACCEPT, "application/gzip, */*");
        return client.request(options)
                // nested: paused in the same breath, before a byte can pass
                .compose(request -> request.send().map(Answer::of))
                .recover(failure -> Future.failedFuture(Refusals.unreachable(FetchFault.of(failure))));
    }

    private Future<Answer> withinAnswerTimeout(Future<Answer> answer) {
        long limit = config.fetch().answerTimeout().toMillis();
        Future<Answer> timely = answer.timeout(limit, TimeUnit.MILLISECONDS)
                .recover(failure -> failure instanceof ProblemException
                        ? Future.failedFuture(failure)
                        : Future.failedFuture(Refusals.unreachable("It did not answer in time.")));
        // an answer that comes after all must not hold its connection
        timely.onFailure(late -> answer.onSuccess(Answer::reset));
        return timely;
    }

    private Future<Answer> follow(ArtifactUrl url, Answer answer, int redirectsLeft) {
        int status = answer.head().statusCode();
        if (status == 200) {
            return checkAnnounced(answer);
        }
        answer.reset();
        String location = answer.head().getHeader(HttpHeaders.LOCATION);
        if (status / 100 == 3 && location != null) {
            return redirectsLeft == 0
                    ? Future.failedFuture(Refusals.unreachable("It redirects too often."))
                    : open(url.redirectedTo(location), redirectsLeft - 1);
        }
        return Future.failedFuture(Refusals.unreachable("It answered " + status + "."));
    }

    private Future<Answer> checkAnnounced(Answer answer) {
        String length = answer.head().getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length != null && isTooLarge(length)) {
            answer.reset();
            return Future.failedFuture(Refusals.tooLarge(config.maxArtifact().asLongValue()));
        }
        return Future.succeededFuture(answer);
    }

    /** A length of more digits than a number has is too large, too. */
    private boolean isTooLarge(String length) {
        return !length.matches("[0-9]{1,18}")
                || Long.parseLong(length) > config.maxArtifact().asLongValue();
    }
}
