package hero.deployer.bench;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;

/** So many GETs over a few kept connections, each of which sends the next when the last was answered. */
final class HttpLoad {
    private static final int PATIENCE_SECONDS = 120;

    private final HttpClient client;
    private final RequestOptions request;
    private final int requests;
    private final int length;
    private final Latencies latencies = new Latencies();
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private int sent;
    private int done;

    /** What came of it. */
    record Result(double perSecond, double p99Millis) {}

    private HttpLoad(HttpClient client, RequestOptions request, int requests, int length) {
        this.client = client;
        this.request = request;
        this.requests = requests;
        this.length = length;
    }

    static Result run(int port, String host, String cookie, int connections, int requests, int length)
            throws Exception {
        var vertx = Vertx.vertx(
                new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1).setInternalBlockingPoolSize(1));
        var client = vertx.createHttpClient(new HttpClientOptions().setMaxPoolSize(connections));
        var request = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost("127.0.0.1")
                .setPort(port)
                .setURI("/")
                .putHeader("Host", host)
                .putHeader("Cookie", cookie);
        var load = new HttpLoad(client, request, requests, length);
        long began = System.nanoTime();
        vertx.runOnContext(go -> {
            for (int lane = 0; lane < connections; lane++) {
                load.next();
            }
        });
        load.over.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        double seconds = (System.nanoTime() - began) / 1e9;
        vertx.close().toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        return new Result(requests / seconds, load.latencies.millis(0.99));
    }

    private void next() {
        if (sent == requests) {
            return;
        }
        int number = sent++;
        latencies.sent(number);
        client.request(request)
                .compose(opened ->
                        opened.send().compose(answer -> answer.body().map(body -> checked(answer.statusCode(), body))))
                .onSuccess(body -> answered(number))
                .onFailure(over::completeExceptionally);
    }

    private Buffer checked(int status, Buffer body) {
        if (status != 200 || body.length() != length) {
            throw new IllegalStateException("answered " + status + " with " + body.length() + " bytes");
        }
        return body;
    }

    private void answered(int number) {
        latencies.came(number, System.nanoTime());
        if (++done == requests) {
            over.complete(null);
        } else {
            next();
        }
    }
}
