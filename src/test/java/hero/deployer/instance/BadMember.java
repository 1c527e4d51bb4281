package hero.deployer.instance;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A member that speaks on a bare socket, so that it can do what no server library allows. */
final class BadMember implements AutoCloseable {
    /** What it does with one connection. */
    interface Manners {
        void with(Socket socket, BadMember member) throws IOException, InterruptedException;
    }

    private final ServerSocket server;
    private final Manners manners;
    final AtomicInteger connections = new AtomicInteger();
    final AtomicLong sent = new AtomicLong();

    BadMember(Manners manners) throws IOException {
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.manners = manners;
        Thread.ofVirtual().start(this::accept);
    }

    String address() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var socket = server.accept();
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> behave(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void behave(Socket socket) {
        try (socket) {
            manners.with(socket, this);
        } catch (SocketException hungUp) {
            // the client may hang up on us: that is what the tests are about
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reads a request's head; the head as text, empty at the end of the stream. */
    static String readHead(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        var head = new StringBuilder();
        for (int next = in.read(); next >= 0; next = in.read()) {
            head.append((char) next);
            if (head.toString().endsWith("\r\n\r\n")) {
                return head.toString();
            }
        }
        return "";
    }

    static byte[] answer(String status, String headers, byte[] body) {
        var head = "HTTP/1.1 " + status + "\r\n" + headers + "Content-Length: " + body.length + "\r\n\r\n";
        var headBytes = head.getBytes(StandardCharsets.UTF_8);
        var all = new byte[headBytes.length + body.length];
        System.arraycopy(headBytes, 0, all, 0, headBytes.length);
        System.arraycopy(body, 0, all, headBytes.length, body.length);
        return all;
    }

    /** Answers every request of the connection alike. */
    static Manners answering(byte[] answer) {
        return (socket, member) -> {
            while (!readHead(socket).isEmpty()) {
                socket.getOutputStream().write(answer);
            }
        };
    }

    static Manners answering(String status, String body) {
        return answering(answer(status, "", body.getBytes(StandardCharsets.UTF_8)));
    }

    /** Says {@code head}, then {@code more} again and again until the client hangs up. */
    static Manners endless(String head, byte[] more, long pauseMillis) {
        return (socket, member) -> {
            readHead(socket);
            OutputStream out = socket.getOutputStream();
            out.write(head.getBytes(StandardCharsets.UTF_8));
            while (true) {
                out.write(more);
                member.sent.addAndGet(more.length);
                if (pauseMillis > 0) {
                    Thread.sleep(pauseMillis); // a drip is slow by nature
                }
            }
        };
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
