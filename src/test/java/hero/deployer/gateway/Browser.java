package hero.deployer.gateway;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.net.SocketAddress;

/** A browser as far as the gateway can tell: a host, cookies, an Origin. Follows no redirect. */
final class Browser implements AutoCloseable {
    final Map<String, String> cookies = new LinkedHashMap<>();
    private final Vertx vertx;
    private final HttpClient client;
    private final WebSocketClient sockets;
    private final String host;
    private final int port;

    Browser(Vertx vertx, String host, int port) {
        this.vertx = vertx;
        this.host = host;
        this.port = port;
        this.client = vertx.createHttpClient(new HttpClientOptions());
        this.sockets = vertx.createWebSocketClient();
    }

    record Answer(int status, MultiMap headers, String body) {
        String header(String name) {
            return String.valueOf(headers.get(name));
        }
    }

    String origin() {
        return "http://" + host + ":" + port;
    }

    Answer get(String path, String... headers) throws Exception {
        return send(HttpMethod.GET, path, Buffer.buffer(), headers);
    }

    Answer post(String path, Map<String, String> form, String... headers) throws Exception {
        String body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        var all = new java.util.ArrayList<>(List.of(headers));
        all.addAll(List.of("Content-Type", "application/x-www-form-urlencoded"));
        return send(HttpMethod.POST, path, Buffer.buffer(body), all.toArray(String[]::new));
    }

    Answer send(HttpMethod method, String path, Buffer body, String... headers) throws Exception {
        // nested: asking for the body from this thread may come after the body has passed, and then waits for ever
        return await(request(method, path, headers)
                .compose(request -> request.send(body)
                        .compose(answer -> answer.body()
                                .map(content ->
                                        new Answer(answer.statusCode(), keep(answer.headers()), content.toString())))));
    }

    /** For those who want to read as slowly as they like. */
    Future<HttpClientRequest> request(HttpMethod method, String path, String... headers) {
        return client.request(new RequestOptions()
                        .setMethod(method)
                        .setServer(server())
                        .setHost(host)
                        .setPort(port)
                        .setURI(path))
                .onSuccess(request -> {
                    for (int i = 0; i < headers.length; i += 2) {
                        request.putHeader(headers[i], headers[i + 1]);
                    }
                    if (!cookies.isEmpty()) {
                        request.putHeader("Cookie", cookieHeader());
                    }
                });
    }

    WebSocket socket(String path, String origin) throws Exception {
        var options = new WebSocketConnectOptions()
                // this client looks the host's name up: name the address, and say the host in the header
                .setHost("127.0.0.1")
                .setPort(port)
                .setURI(path)
                .addHeader("Host", host + ":" + port)
                .addHeader("Cookie", cookieHeader() + "; mine=1")
                .addHeader("Origin", origin);
        return await(sockets.connect(options));
    }

    private SocketAddress server() {
        return SocketAddress.inetSocketAddress(port, "127.0.0.1");
    }

    String cookieHeader() {
        return cookies.entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
    }

    private MultiMap keep(MultiMap headers) {
        for (String set : headers.getAll("Set-Cookie")) {
            String pair = set.split(";", 2)[0];
            String name = pair.substring(0, pair.indexOf('='));
            if (set.contains("Max-Age=0")) {
                cookies.remove(name);
            } else {
                cookies.put(name, pair.substring(pair.indexOf('=') + 1));
            }
        }
        return headers;
    }

    static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    Vertx vertx() {
        return vertx;
    }

    @Override
    public void close() throws Exception {
        await(client.close());
        await(sockets.close());
    }
}
