package hero.deployer.gateway;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;

/** A small real stack behind the gateway: counts what reaches it and keeps what it saw. */
final class StubCockpit implements AutoCloseable {
    static final int MEGABYTE = 1 << 20;

    private static final List<String> COOKIES =
            List.of("theme=dark; Domain=localhost; Path=/", "hero_cockpit=stolen; Path=/", "plain=1");

    private final HttpServer server;
    final AtomicInteger hits = new AtomicInteger();
    final AtomicLong sent = new AtomicLong();
    volatile MultiMap headers = MultiMap.caseInsensitiveMultiMap();

    StubCockpit(Vertx vertx) throws Exception {
        var options = new HttpServerOptions().setHost("127.0.0.1").setPort(0).setMaxWebSocketFrameSize(1 << 20);
        server = vertx.createHttpServer(options).requestHandler(this::answer);
        server.listen().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    String address() {
        return "127.0.0.1:" + server.actualPort();
    }

    private void seen(MultiMap what) {
        hits.incrementAndGet();
        headers = MultiMap.caseInsensitiveMultiMap().addAll(what);
    }

    private void answer(HttpServerRequest request) {
        seen(request.headers());
        var response = request.response();
        switch (request.path()) {
            case "/echo" -> request.body().onSuccess(body -> response.end(request.method() + " " + body.length()));
            case "/cookies" ->
                response.putHeader("Set-Cookie", COOKIES)
                        .putHeader("Keep-Alive", "timeout=99")
                        .end("cookies");
            // not by webSocketHandler: Quarkus switches that off in this JVM
            case "/ws" ->
                request.toWebSocket()
                        .onSuccess(
                                socket -> socket.textMessageHandler(text -> socket.writeTextMessage("echo " + text)));
            case "/flood" -> flood(request, 512 * MEGABYTE);
            case "/download" -> flood(request, 32 * MEGABYTE);
            case "/reset" -> request.connection().close();
            default -> response.putHeader("Content-Type", "text/html").end("<p>the cockpit itself</p>");
        }
    }

    private void flood(HttpServerRequest request, long bytes) {
        request.response().putHeader("Content-Length", String.valueOf(bytes));
        pump(request, bytes);
    }

    private void pump(HttpServerRequest request, long left) {
        var response = request.response();
        var chunk = Buffer.buffer(new byte[64 * 1024]);
        long rest = left;
        while (rest > 0 && !response.writeQueueFull() && !response.closed()) {
            response.write(chunk);
            sent.addAndGet(chunk.length());
            rest -= chunk.length();
        }
        long remaining = rest;
        if (response.closed()) {
            return;
        }
        if (remaining == 0) {
            response.end();
        } else {
            response.drainHandler(drained -> pump(request, remaining));
        }
    }

    @Override
    public void close() throws Exception {
        server.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
