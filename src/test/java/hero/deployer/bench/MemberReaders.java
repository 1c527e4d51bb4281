package hero.deployer.bench;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;

/**
 * Many readers of one refresh, each of which ticks off whose end it heard of, and comes back where it was cut off, as browsers do. It
 * finds its way by the frames' ids and by the words that an end has, and parses nothing else.
 */
final class MemberReaders implements AutoCloseable {
    private static final int AT_ONCE = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ByteBuf SUBJECT = word("\"subject\":\"" + Seed.PREFIX);
    private static final ByteBuf AT = word("\"at\":\"");
    private static final ByteBuf END = word("\"state\":\"succeeded\"");
    private static final byte[] MEMBER = "event: refresh.member".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ID = "id: ".getBytes(StandardCharsets.US_ASCII);

    /** As the stream says. */
    private static final int RETRY_MILLIS = 2_000;

    private static final byte[] OK = "HTTP/1.1 200 ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LAST_CHUNK = {'0', '\r'};

    /** Of so many readers one looks at the clock. */
    private static final int TIMED = 50;

    private final Vertx vertx = Vertx.vertx(
            new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1).setInternalBlockingPoolSize(1));
    private final NetClient client = vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true));
    private final int port;
    private final int members;
    private volatile String path = "";
    private final List<Reader> readers = new ArrayList<>();
    private final Latencies latencies = new Latencies();
    private final Map<Long, News> news = new HashMap<>();
    private volatile int open;
    private volatile int cut;
    private volatile int refused;
    private volatile int complete;
    private volatile long bytes;

    MemberReaders(int port, int members) {
        this.port = port;
        this.members = members;
    }

    private static ByteBuf word(String text) {
        return Unpooled.unreleasableBuffer(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
    }

    void open(int count, String from) throws Exception {
        path = from;
        for (int opened = 0; opened < count; opened += AT_ONCE) {
            int until = Math.min(count, opened + AT_ONCE);
            vertx.runOnContext(go -> {
                while (readers.size() < until) {
                    var reader = new Reader(readers.size() % TIMED == 0);
                    readers.add(reader);
                    reader.connect();
                }
            });
            Wait.until("streams open", PATIENCE, () -> open >= until);
        }
    }

    /** How many have heard of the end of each member. */
    int complete() {
        return complete;
    }

    /** How often one was cut off, and came back. */
    int cut() {
        return cut;
    }

    /** How often one that came back was not let in. */
    int refused() {
        return refused;
    }

    double mebibytes() {
        return bytes / 1024.0 / 1024;
    }

    /** From an event's time to a reader who was there already. */
    Latencies latencies() {
        return latencies;
    }

    /**
     * What one event says: the same to each reader, so it is looked for once.
     *
     * @param member whose end it tells of, or -1
     */
    private record News(int member, Instant at) {
        static News of(ByteBuf data) {
            int at = ByteBufUtil.indexOf(AT, data) + AT.readableBytes();
            int end = data.indexOf(at, data.writerIndex(), (byte) '"');
            return new News(
                    ByteBufUtil.indexOf(END, data) < 0
                            ? -1
                            : (int) number(data, ByteBufUtil.indexOf(SUBJECT, data) + SUBJECT.readableBytes()),
                    Instant.parse(data.toString(at, end - at, StandardCharsets.US_ASCII)));
        }
    }

    private static long number(ByteBuf digits, int from) {
        long number = 0;
        for (int i = from; digits.getByte(i) >= '0' && digits.getByte(i) <= '9'; i++) {
            number = number * 10 + digits.getByte(i) - '0';
        }
        return number;
    }

    private final class Reader {
        private final BitSet heardOf = new BitSet(members + 1);
        private int heard;
        private long id;
        private final boolean timed;
        private ByteBuf rest = Unpooled.EMPTY_BUFFER;
        private long lastId = -1;
        private boolean greeted;
        private Instant came = Instant.MAX;
        private boolean answered;
        private boolean isMember;

        Reader(boolean timed) {
            this.timed = timed;
        }

        void connect() {
            client.connect(port, "127.0.0.1").onSuccess(this::read).onFailure(refused -> again());
        }

        private void again() {
            vertx.setTimer(RETRY_MILLIS, timer -> connect());
        }

        private void read(NetSocket socket) {
            rest = Unpooled.EMPTY_BUFFER;
            answered = false;
            socket.handler(bytes -> take(socket, bytes));
            socket.closeHandler(closed -> {
                cut++;
                again();
            });
            socket.write("GET " + path
                    + " HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\nAuthorization: Bearer " + Api.TOKEN
                    + "\r\n" + (lastId < 0 ? "" : "Last-Event-ID: " + lastId + "\r\n") + "\r\n");
        }

        private void take(NetSocket socket, Buffer buffer) {
            bytes += buffer.length();
            var come = rest.isReadable() ? Unpooled.wrappedBuffer(rest, buffer.getByteBuf()) : buffer.getByteBuf();
            if (!answered) {
                answered = true;
                if (!begins(come, come.readerIndex(), come.readableBytes(), OK)) {
                    refused++;
                    socket.close();
                    return;
                }
                if (!greeted) {
                    greeted = true;
                    came = Instant.now();
                    open++;
                }
            }
            int line = come.bytesBefore((byte) '\n');
            while (line >= 0) {
                if (line == LAST_CHUNK.length && begins(come, come.readerIndex(), line, LAST_CHUNK)) {
                    socket.close();
                }
                line(come, come.readerIndex(), line);
                come.skipBytes(line + 1);
                line = come.bytesBefore((byte) '\n');
            }
            rest = come.isReadable() ? Unpooled.copiedBuffer(come) : Unpooled.EMPTY_BUFFER;
        }

        private void line(ByteBuf come, int start, int length) {
            if (begins(come, start, length, ID)) {
                id = number(come, start + ID.length);
            } else if (begins(come, start, length, MEMBER)) {
                isMember = true;
            } else if (length == 0) {
                lastId = id;
            } else if (isMember && length > 1) {
                isMember = false;
                told(news.computeIfAbsent(id, unseen -> News.of(come.slice(start, length))));
            }
        }

        private void told(News told) {
            if (told.member() < 0 || heardOf.get(told.member())) {
                return;
            }
            heardOf.set(told.member());
            if (++heard == members) {
                complete++;
            }
            // what happened before it came is no news to wait for
            if (timed && told.at().isAfter(came)) {
                latencies.took(Duration.between(told.at(), Instant.now()).toNanos());
            }
        }

        private static boolean begins(ByteBuf come, int start, int length, byte[] word) {
            if (length < word.length) {
                return false;
            }
            for (int i = 0; i < word.length; i++) {
                if (come.getByte(start + i) != word[i]) {
                    return false;
                }
            }
            return true;
        }
    }

    @Override
    public void close() throws Exception {
        CompletableFuture<?> closed = vertx.close().toCompletionStage().toCompletableFuture();
        var unused = closed.get(30, TimeUnit.SECONDS);
    }
}
