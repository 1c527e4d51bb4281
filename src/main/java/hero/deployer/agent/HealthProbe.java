package hero.deployer.agent;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Asks the stack whether it is ready; reads no more than the status line and never takes longer than told. */
final class HealthProbe {
    private static final int LONGEST_LINE = 64;

    private final InetSocketAddress stack;
    private final Duration timeout;

    HealthProbe(InetSocketAddress stack, Duration timeout) {
        this.stack = stack;
        this.timeout = timeout;
    }

    /** Whether the path answers 200. */
    boolean ready(String path) {
        return "200".equals(ask(path));
    }

    /** The status, or why there is none. */
    String ask(String path) {
        long end = System.nanoTime() + timeout.toNanos();
        try (var socket = new Socket()) {
            socket.connect(stack, millisTo(end));
            var request = "GET " + path + " HTTP/1.1\r\nHost: " + stack.getHostString() + ":" + stack.getPort()
                    + "\r\nUser-Agent: hero-agent\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return status(socket, end);
        } catch (IOException e) {
            return "no answer (" + e.getMessage() + ")";
        }
    }

    private static String status(Socket socket, long end) throws IOException {
        var line = new StringBuilder();
        while (line.length() < LONGEST_LINE) {
            socket.setSoTimeout(millisTo(end));
            int read = socket.getInputStream().read();
            if (read < 0 || read == '\n') {
                break;
            }
            line.append((char) read);
        }
        var words = line.toString().split(" ", 3);
        return words.length > 1 && words[0].startsWith("HTTP/1.") ? words[1].strip() : "no HTTP";
    }

    private static int millisTo(long end) throws SocketTimeoutException {
        long millis = (end - System.nanoTime()) / 1_000_000;
        if (millis <= 0) {
            throw new SocketTimeoutException("it took too long");
        }
        return (int) millis;
    }

    /** Whether nobody listens on the stack's port. */
    boolean portFree() {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(stack);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
