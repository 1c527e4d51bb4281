package hero.deployer.mail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;

/** A mail server that misbehaves by script: it answers with each line in turn, then goes silent or hangs up. */
final class ScriptedServer implements AutoCloseable {
    static final String HANG_UP = "(hang up)";
    static final String SILENCE = "(silence)";
    /** Before a line after which nothing is waited for. */
    static final String GOES_ON = "(goes on)";

    static final String DRIP = "(drip)";

    private final ServerSocket server;
    private final List<List<String>> scripts;
    final List<String> heard = new CopyOnWriteArrayList<>();

    ScriptedServer(String... script) throws IOException {
        this(List.of(List.of(script)));
    }

    /** One script for the first connection, the other for the second. */
    ScriptedServer(List<String> first, List<String> second) throws IOException {
        this(List.of(first, second));
    }

    private ScriptedServer(List<List<String>> scripts) throws IOException {
        this.scripts = scripts;
        this.server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
    }

    int port() {
        return server.getLocalPort();
    }

    private void serve() {
        scripts.forEach(this::serve);
    }

    private void serve(List<String> script) {
        try (var socket = server.accept();
                var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            for (var line : script) {
                if (!play(socket, in, line)) {
                    return;
                }
            }
        } catch (IOException e) {
            heard.add("(" + e.getMessage() + ")");
        }
    }

    private boolean play(Socket socket, BufferedReader in, String line) throws IOException {
        switch (line) {
            case HANG_UP -> {
                return false;
            }
            case SILENCE -> {
                hear(in);
                return false;
            }
            case DRIP -> drip(socket);
            default -> {
                boolean goesOn = line.startsWith(GOES_ON);
                var said = goesOn ? line.substring(GOES_ON.length()) : line;
                socket.getOutputStream().write((said + "\r\n").getBytes(StandardCharsets.UTF_8));
                if (!goesOn) {
                    hearAnswerTo(in, line);
                }
            }
        }
        return true;
    }

    /** One byte of an endless line at a time, each well within the reply's time. */
    private static void drip(Socket socket) throws IOException {
        socket.setSoTimeout(100);
        while (true) {
            socket.getOutputStream().write('2');
            try {
                if (socket.getInputStream().read() < 0) {
                    return;
                }
            } catch (java.net.SocketTimeoutException e) {
                socket.getOutputStream().flush();
            }
        }
    }

    private void hearAnswerTo(BufferedReader in, String line) throws IOException {
        if (line.startsWith("354")) {
            String next;
            do {
                next = hearLine(in);
            } while (next != null && !next.equals("."));
        } else if (!line.startsWith("250-")) {
            hearLine(in);
        }
    }

    private void hear(BufferedReader in) throws IOException {
        String next;
        do {
            next = hearLine(in);
        } while (next != null);
    }

    private @Nullable String hearLine(BufferedReader in) throws IOException {
        var line = in.readLine();
        if (line != null) {
            heard.add(line);
        }
        return line;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
