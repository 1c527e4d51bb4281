package hero.deployer.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;

/**
 * Many readers of one event stream, on one event loop. An event carries {@code @@} and eight digits, its number; a reader notes when it came
 * and understands nothing else, so that it costs little.
 */
final class Readers implements AutoCloseable {
    private static final int AT_ONCE = 100;
    private static final int DIGITS = 8;
    private static final String ENDED = "\r\n0\r\n\r\n";

    private final Vertx vertx = Vertx.vertx(
            new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1).setInternalBlockingPoolSize(1));
    private final NetClient client = vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true));
    private final List<NetSocket> sockets = new ArrayList<>();
    private final Latencies latencies;
    private volatile int open;
    private volatile int cut;
    private final Queue<String> refusals = new ConcurrentLinkedQueue<>();

    Readers(Latencies latencies) {
        this.latencies = latencies;
    }

    /** Opens {@code count} streams; returns once each has had its first bytes. */
    void open(int count, int port, String request) throws Exception {
        for (int from = 0; from < count; from += AT_ONCE) {
            var batch = new ArrayList<Future<NetSocket>>();
            for (int i = from; i < Math.min(count, from + AT_ONCE); i++) {
                batch.add(client.connect(port, "127.0.0.1").onSuccess(socket -> read(socket, request)));
            }
            done(Future.all(batch));
            int expected = Math.min(count, from + AT_ONCE);
            Wait.until("streams open", Duration.ofSeconds(30), () -> open + refusals.size() >= expected);
            if (!refusals.isEmpty()) {
                throw new IllegalStateException(refusals.size() + " streams were refused: " + refusals.peek());
            }
        }
    }

    private static void done(Future<?> future) throws Exception {
        CompletableFuture<?> completed = future.toCompletionStage().toCompletableFuture();
        var unused = completed.get(30, TimeUnit.SECONDS);
    }

    private void read(NetSocket socket, String request) {
        sockets.add(socket);
        var reader = new Reader();
        socket.handler(reader::take);
        socket.closeHandler(closed -> cut++);
        socket.write(request);
    }

    /** How many were ended or cut off by the other side. */
    int cut() {
        return cut;
    }

    private final class Reader {
        private boolean opened;
        private int ats;
        private int digits = -1;
        private int number;

        void take(Buffer bytes) {
            if (!opened) {
                opened = true;
                var head = bytes.toString();
                if (head.startsWith("HTTP/1.1 200 ")) {
                    open++;
                } else {
                    refusals.add(head);
                }
            }
            if (ENDED.equals(bytes.getString(Math.max(0, bytes.length() - ENDED.length()), bytes.length()))) {
                cut++;
            }
            long now = System.nanoTime();
            var raw = bytes.getByteBuf();
            raw.forEachByte(one -> {
                step(one, now);
                return true;
            });
        }

        private void step(byte one, long now) {
            if (digits >= 0) {
                number = number * 10 + one - '0';
                if (++digits == DIGITS) {
                    digits = -1;
                    latencies.came(number, now);
                }
            } else if (one != '@') {
                ats = 0;
            } else if (++ats == 2) {
                ats = 0;
                digits = 0;
                number = 0;
            }
        }
    }

    @Override
    public void close() throws Exception {
        done(vertx.close());
    }
}
