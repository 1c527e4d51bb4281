package hero.demo;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The clock of one browser: the server's time each second, as WebSocket text frames (RFC 6455). */
final class Clock {
    private static final String SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int LARGEST_FRAME = 4 << 10;

    private final InputStream in;
    private final OutputStream out;
    private final CountDownLatch closed = new CountDownLatch(1);

    Clock(Socket socket, InputStream in) throws IOException {
        socket.setSoTimeout(0);
        this.in = in;
        this.out = socket.getOutputStream();
    }

    void run(Request request) throws IOException {
        var head = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                + accept(request.headers().get("sec-websocket-key")) + "\r\n\r\n";
        write(Request.ascii(head));
        var reader = Thread.ofVirtual().start(this::listen);
        try {
            do {
                frame(1, Instant.now().truncatedTo(ChronoUnit.SECONDS).toString().getBytes(StandardCharsets.UTF_8));
            } while (!closed.await(1, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            reader.interrupt();
        }
    }

    private static String accept(String key) {
        try {
            var digest = MessageDigest.getInstance("SHA-1").digest(Request.ascii(key + SUFFIX));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }

    /** Answers pings and waits for the end; what a browser says otherwise is of no interest. */
    private void listen() {
        try {
            while (true) {
                int kind = need() & 0x0F;
                var payload = payload();
                if (kind == CLOSE) {
                    frame(CLOSE, payload.length >= 2 ? new byte[] {payload[0], payload[1]} : new byte[0]);
                    return;
                }
                if (kind == PING) {
                    frame(PING + 1, payload);
                }
            }
        } catch (IOException e) {
            // gone without a word
            closed.countDown();
        } finally {
            closed.countDown();
        }
    }

    private byte[] payload() throws IOException {
        int second = need();
        int length = second & 0x7F;
        if (length == 126) {
            length = need() << 8 | need();
        }
        if (length > LARGEST_FRAME || (second & 0x7F) == 127 || (second & 0x80) == 0) {
            throw new IOException("a frame that no browser sends us");
        }
        var mask = in.readNBytes(4);
        var bytes = in.readNBytes(length);
        if (mask.length < 4 || bytes.length < length) {
            throw new EOFException();
        }
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] ^= mask[i % 4];
        }
        return bytes;
    }

    private int need() throws IOException {
        int next = in.read();
        if (next < 0) {
            throw new EOFException();
        }
        return next;
    }

    private void frame(int kind, byte[] payload) throws IOException {
        if (payload.length > 125) {
            throw new IOException("a control frame is short");
        }
        var frame = new byte[payload.length + 2];
        frame[0] = (byte) (0x80 | kind);
        frame[1] = (byte) payload.length;
        System.arraycopy(payload, 0, frame, 2, payload.length);
        write(frame);
    }

    private synchronized void write(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }
}
