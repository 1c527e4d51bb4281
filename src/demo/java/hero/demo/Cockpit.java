package hero.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.Semaphore;

/** A small real cockpit: one page that says whose it is, and a live clock over a WebSocket. */
public final class Cockpit {
    private static final int MOST_CONNECTIONS = 200;

    private Cockpit() {}

    /** Serves until it is ended. */
    public static void main(String[] arguments) throws IOException {
        var version = arguments.length > 0 ? arguments[0] : "unknown";
        int port = Integer.parseInt(System.getenv().getOrDefault("PORT", "8000"));
        var host = InetAddress.getByName(System.getenv().getOrDefault("HOST", "0.0.0.0"));
        boolean broken = version.endsWith("-broken");
        var door = new Door(Page.of(version, System.getenv()), !broken);
        if (broken) {
            Say.line("this build cannot open its store: it was made for a newer format. It will never get healthy.");
        }
        try (var server = new ServerSocket(port, 64, host)) {
            Say.line("cockpit " + version + " listens on port " + port);
            serve(server, door);
        }
    }

    private static void serve(ServerSocket server, Door door) throws IOException {
        var free = new Semaphore(MOST_CONNECTIONS);
        while (true) {
            var socket = server.accept();
            if (!free.tryAcquire()) {
                socket.close();
                continue;
            }
            Thread.ofVirtual().start(() -> {
                try {
                    door.answer(socket);
                } finally {
                    free.release();
                }
            });
        }
    }
}
