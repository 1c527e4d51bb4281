package hero.deployer.bench;

import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;

import hero.deployer.instance.AgentTokens;
import hero.deployer.testing.Fleet;

/** The reference of a sweep: asks every agent of a fleet for its health, round after round, and does nothing with the answers. */
public final class BareProber {
    private static final int AT_ONCE = 256;

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = vertx.createHttpClient(
            new HttpClientOptions().setMaxPoolSize(6).setKeepAliveTimeout(20).setConnectTimeout(3_000));
    private final RequestOptions[] requests;
    private final long intervalMillis;
    private int rounds;

    private BareProber(RequestOptions[] requests, long intervalMillis) {
        this.requests = requests;
        this.intervalMillis = intervalMillis;
    }

    /** Arguments: the fleet's port, its size, its prefix, milliseconds from round to round. */
    public static void main(String... arguments) {
        int port = Integer.parseInt(arguments[0]);
        var tokens = new AgentTokens(Optional.of(Lab.FLEET_KEY));
        var requests = IntStream.range(0, Integer.parseInt(arguments[1]))
                .mapToObj(index -> new RequestOptions()
                        .setMethod(HttpMethod.GET)
                        .setHost(Fleet.host(index))
                        .setPort(port)
                        .setURI("/v1/health")
                        .putHeader("Authorization", "Bearer " + tokens.token(arguments[2] + (index + 1), 1)))
                .toArray(RequestOptions[]::new);
        var prober = new BareProber(requests, Long.parseLong(arguments[3]));
        prober.vertx.runOnContext(go -> prober.round());
    }

    private void round() {
        long began = System.nanoTime();
        var next = IntStream.range(0, requests.length).iterator();
        var open = new AtomicInteger(AT_ONCE);
        for (int lane = 0; lane < AT_ONCE; lane++) {
            probe(next, open, began);
        }
    }

    private void probe(Iterator<Integer> next, AtomicInteger open, long began) {
        if (next.hasNext()) {
            client.request(requests[next.next()])
                    .compose(HttpClientRequest::send)
                    .compose(HttpClientResponse::end)
                    .onComplete(done -> probe(next, open, began));
        } else if (open.decrementAndGet() == 0) {
            over(began);
        }
    }

    @SuppressWarnings("SystemOut") // the bench counts these lines
    private void over(long began) {
        System.out.println("round " + ++rounds);
        long took = (System.nanoTime() - began) / 1_000_000;
        vertx.setTimer(Math.max(1, intervalMillis - took), timer -> round());
    }
}
