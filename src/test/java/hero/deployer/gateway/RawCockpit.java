package hero.deployer.gateway;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/** A stack that answers whatever bytes a test wants, and keeps what it was asked byte by byte. */
final class RawCockpit implements AutoCloseable {
    static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Function<Asked, @Nullable String> script;
    private final AtomicInteger connections = new AtomicInteger();
    final List<Asked> asked = new CopyOnWriteArrayList<>();

    /**
     * One request.
     *
     * @param connection which connection it came on, from 1
     * @param request which request of that connection it is, from 1
     */
    record Asked(int connection, int request, String head, String body) {
        String line() {
            return head.substring(0, head.indexOf('\r'));
        }
    }

    /** @param script the bytes of the answer as Latin-1; null hangs up, an empty text leaves the asker waiting */
    RawCockpit(Function<Asked, @Nullable String> script) throws IOException {
        this.script = script;
        Thread.ofVirtual().start(this::accept);
    }

    String address() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    int open() {
        return open.size();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var socket = server.accept();
                open.add(socket);
                int number = connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(socket, number));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket, int number) {
        try (socket) {
            var in = new BufferedInputStream(socket.getInputStream());
            for (int request = 1; ; request++) {
                String head = until(in, "\r\n\r\n");
                var now = new Asked(number, request, head, body(in, head));
                asked.add(now);
                String answer = script.apply(now);
                if (answer == null) {
                    return;
                }
                socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
            }
        } catch (IOException gone) {
            // the other side hung up
        } finally {
            open.remove(socket);
        }
    }

    private static String body(InputStream in, String head) throws IOException {
        String lower = head.toLowerCase(java.util.Locale.ROOT);
        if (lower.contains("transfer-encoding: chunked")) {
            return until(in, "0\r\n\r\n");
        }
        int at = lower.indexOf("content-length: ");
        int length = at < 0 ? 0 : Integer.parseInt(lower.substring(at + 16, lower.indexOf('\r', at)));
        return new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
    }

    private static String until(InputStream in, String end) throws IOException {
        var all = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0; next = in.read()) {
            all.write(next);
            if (next == '\n' && all.toString(StandardCharsets.ISO_8859_1).endsWith(end)) {
                return all.toString(StandardCharsets.ISO_8859_1);
            }
        }
        throw new IOException("hung up");
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (var socket : open) {
            socket.close();
        }
    }
}
