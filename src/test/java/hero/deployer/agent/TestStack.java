package hero.deployer.agent;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A stack that behaves as the test says: runs as a process of its own, needs {@code java.base} alone. */
public final class TestStack {
    private TestStack() {}

    /** Arguments: the behaviour, and what to answer. */
    public static void main(String[] arguments) throws IOException {
        var behaviour = arguments[0];
        System.err.println("stack " + arguments[1] + " " + behaviour);
        var kept = Path.of(System.getenv("DATA_DIR"), "starts");
        Files.writeString(
                kept, (Files.exists(kept) ? Files.readString(kept) : "") + arguments[1] + "\n", StandardCharsets.UTF_8);
        switch (behaviour) {
            case "exits" -> System.exit(7);
            case "crashes" -> later(1_200, () -> Runtime.getRuntime().halt(3));
            case "stubborn" ->
                Runtime.getRuntime()
                        .addShutdownHook(new Thread(() -> LockSupport.parkNanos(TimeUnit.MINUTES.toNanos(5))));
            case "breeds" -> new ProcessBuilder("setsid", "sleep", "300").start();
            default -> serve("healthy".equals(behaviour), arguments[1]);
        }
        serve(true, arguments[1]);
    }

    private static void later(long millis, Runnable what) {
        Thread.ofPlatform().start(() -> {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
            what.run();
        });
    }

    private static void serve(boolean healthy, String answer) throws IOException {
        var host = InetAddress.getByName(System.getenv("HOST"));
        try (var server = new ServerSocket(Integer.parseInt(System.getenv("PORT")), 50, host)) {
            while (true) {
                try (var socket = server.accept()) {
                    answer(socket, healthy, answer);
                }
            }
        }
    }

    private static void answer(Socket socket, boolean healthy, String text) throws IOException {
        var line = new StringBuilder();
        for (int next = socket.getInputStream().read();
                next >= 0 && next != '\n';
                next = socket.getInputStream().read()) {
            line.append((char) next);
        }
        var body = line.indexOf("/environment") > 0 ? System.getenv().toString() : text;
        var status = healthy || line.indexOf("/health") < 0 ? "200 OK" : "503 Not Ready";
        socket.getOutputStream()
                .write(("HTTP/1.1 " + status + "\r\nConnection: close\r\n\r\n" + body)
                        .getBytes(StandardCharsets.UTF_8));
    }
}
