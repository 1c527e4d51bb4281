package hero.deployer.testing;

import io.netty.channel.ChannelOption;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;

/** Answers that no agent should give. */
final class StubFaults {
    private static final int ANNOUNCED = 1_000;
    private static final Buffer FLOOD = Buffer.buffer(new byte[16 * 1024]);

    private StubFaults() {}

    /** A byte a second, of many that it announced. */
    static void drip(Vertx vertx, HttpServerRequest request) {
        var response = request.response();
        response.putHeader("Content-Type", "application/json")
                .putHeader("Content-Length", Integer.toString(ANNOUNCED))
                .write("{");
        long timer = vertx.setPeriodic(1_000, tick -> response.write(" "));
        response.closeHandler(closed -> vertx.cancelTimer(timer));
    }

    /** The connection breaks off without a goodbye. */
    static void reset(HttpConnection connection) {
        ((ConnectionBase) connection).channel().config().setOption(ChannelOption.SO_LINGER, 0);
        connection.close();
    }

    static void garbage(HttpServerRequest request) {
        request.response()
                .putHeader("Content-Type", "application/json")
                .end(Buffer.buffer(new byte[] {'{', '"', (byte) 0xff, (byte) 0xfe, '"', ':', 0, '}'}));
    }

    /** As much as the other side takes. */
    static void flood(HttpServerRequest request) {
        var response = request.response().setChunked(true).putHeader("Content-Type", "application/json");
        response.drainHandler(drained -> pour(response));
        pour(response);
    }

    private static void pour(HttpServerResponse response) {
        while (!response.closed() && !response.writeQueueFull()) {
            response.write(FLOOD);
        }
    }
}
