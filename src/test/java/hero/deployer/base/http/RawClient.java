package hero.deployer.base.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.restassured.RestAssured;

/** One connection to the server under test, byte by byte. */
final class RawClient implements AutoCloseable {
    private final Socket socket;

    RawClient() throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port);
        socket.setTcpNoDelay(true);
    }

    RawClient send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    RawClient send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    /** Sends so often until the server takes no more, or so many bytes are gone; how many went. */
    long sendUntilRefused(byte[] piece, long most) {
        long sent = 0;
        try {
            while (sent < most) {
                send(piece);
                sent += piece.length;
            }
        } catch (IOException closed) {
            return sent;
        }
        return sent;
    }

    /** What comes until the server closes the connection; fails when it does not in time. */
    String readToEnd(Duration patience) throws IOException {
        var all = new ByteArrayOutputStream();
        long end = System.nanoTime() + patience.toNanos();
        var piece = new byte[8192];
        while (true) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new AssertionError("still open after " + patience + ", having said: " + text(all));
            }
            socket.setSoTimeout((int) left);
            try {
                int read = socket.getInputStream().read(piece);
                if (read < 0) {
                    return text(all);
                }
                all.write(piece, 0, read);
            } catch (SocketTimeoutException later) {
                continue;
            } catch (IOException reset) {
                return text(all);
            }
        }
    }

    /** What comes until this text did; fails when it does not in time or the server closes before. */
    String readUntil(String mark, Duration patience) throws IOException {
        var all = new ByteArrayOutputStream();
        socket.setSoTimeout((int) patience.toMillis());
        while (!text(all).contains(mark)) {
            int one = socket.getInputStream().read();
            if (one < 0) {
                throw new AssertionError("closed, having said: " + text(all));
            }
            all.write(one);
        }
        return text(all);
    }

    /** What comes within a moment, perhaps nothing. */
    String says(Duration moment) throws IOException {
        socket.setSoTimeout((int) moment.toMillis());
        var piece = new byte[8192];
        try {
            int read = socket.getInputStream().read(piece);
            return new String(piece, 0, Math.max(0, read), StandardCharsets.ISO_8859_1);
        } catch (IOException nothingOrReset) {
            return "";
        }
    }

    /** Goes away without a word: the server sees a reset. */
    void vanish() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    private static String text(ByteArrayOutputStream all) {
        return all.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
