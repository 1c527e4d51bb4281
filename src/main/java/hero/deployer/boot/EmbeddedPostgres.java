package hero.deployer.boot;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import org.jboss.logging.Logger;

/**
 * The PostgreSQL of a deployment that has no other: unpacked, initialised and started in the data folder, on a loopback port.
 *
 * <p>A server that outlived its deployer is found and used again; a deployer that outlived its server brings it back.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(EmbeddedPostgres.class);
    private static final String USER = "deployer";
    private static final int PORT_LINE = 3;
    private static final int COMMAND_SECONDS = 60;
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final int LEAVE_LOOKS = 10;

    private final Path binaries;
    private final Path cluster;
    private final Unprivileged unprivileged;
    private final String password;
    private final ReentrantLock lifecycle = new ReentrantLock();
    private boolean closed;
    private int port;

    private EmbeddedPostgres(Path binaries, Path cluster, Unprivileged unprivileged, String password) {
        this.binaries = binaries;
        this.cluster = cluster;
        this.unprivileged = unprivileged;
        this.password = password;
    }

    /**
     * Starts the server of a data folder, or finds it running.
     *
     * @param data holds the cluster, {@code postgres}
     * @param cache where the binaries are unpacked to, once
     * @throws IOException when it does not start, with the end of its log
     */
    public static EmbeddedPostgres start(Path data, Path cache, String password)
            throws IOException, InterruptedException {
        var binaries = PostgresBinaries.unpackedIn(cache);
        var unprivileged = Unprivileged.detect();
        unprivileged.own(data);
        var server = new EmbeddedPostgres(binaries, data.resolve("postgres"), unprivileged, password);
        server.initialise();
        server.startOrFind();
        return server;
    }

    /** The datasource's settings, for the owner's role and database. */
    public Map<String, String> settings() {
        var address = "postgresql://127.0.0.1:" + port + "/postgres";
        return Map.of(
                "quarkus.datasource.username", USER,
                "quarkus.datasource.password", password,
                "quarkus.datasource.jdbc.url", "jdbc:" + address,
                "quarkus.datasource.reactive.url", address);
    }

    /** Brings the server back, on the port it had, whenever it dies before it is closed. Whoever only borrows a server does not watch it. */
    void watch() {
        Thread.ofPlatform().daemon().name("postgres-watch").start(() -> {
            try {
                while (bringBack()) {
                    Thread.sleep(LOOK_EVERY);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** Whether there will be something to look after the next time. */
    private boolean bringBack() throws InterruptedException {
        lifecycle.lock();
        try {
            if (!closed && runningPort().isEmpty()) {
                LOG.warn("PostgreSQL is gone and is started again");
                launch();
            }
        } catch (IOException | RuntimeException failure) {
            LOG.errorf("PostgreSQL does not come back and is tried again: %s", failure.getMessage());
        } finally {
            lifecycle.unlock();
        }
        return !closed;
    }

    private void initialise() throws IOException, InterruptedException {
        if (Files.exists(cluster.resolve("PG_VERSION"))) {
            return;
        }
        // initdb fills a folder of its own, which gets its name only when it is whole: a kill in between leaves nothing
        // half-made
        var half = cluster.resolveSibling("postgres.new");
        Folders.delete(half);
        var passwordFile = Files.createTempFile(cluster.getParent(), "pw", "");
        try {
            Files.writeString(passwordFile, password);
            unprivileged.own(passwordFile);
            run(
                    "initdb",
                    "-D",
                    half.toString(),
                    "-E",
                    "UTF8",
                    "--locale=C.UTF-8",
                    "--no-sync",
                    "-A",
                    "scram-sha-256",
                    "-U",
                    USER,
                    "--pwfile=" + passwordFile);
        } finally {
            Files.delete(passwordFile);
        }
        Files.move(half, cluster);
    }

    private void startOrFind() throws IOException, InterruptedException {
        var running = runningPort();
        if (running.isPresent()) {
            port = running.get();
            LOG.infof("Found PostgreSQL still running on port %d", (Object) port);
            return;
        }
        port = freePort();
        launch();
    }

    private void launch() throws IOException, InterruptedException {
        // without its pid file nothing would keep a new server from the files that a dead one's children still write
        for (int look = 0; hasProcesses(); look++) {
            if (look == LEAVE_LOOKS) {
                throw new IOException("processes of " + cluster + " still run");
            }
            Thread.sleep(LOOK_EVERY);
        }
        Files.deleteIfExists(cluster.resolve("postmaster.pid"));
        run(
                "pg_ctl",
                "-w",
                "-t",
                "30",
                "-D",
                cluster.toString(),
                "-l",
                cluster.resolve("server.log").toString(),
                "-o",
                "-p " + port + " -c listen_addresses=127.0.0.1 -c max_connections=100 -k ''",
                "start");
    }

    /** The port of a live server of this cluster: its process is no zombie and its port answers; {@code pg_ctl status} alone can be wrong. */
    private Optional<Integer> runningPort() throws IOException {
        var pidFile = cluster.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        var lines = Files.readAllLines(pidFile);
        if (lines.size() <= PORT_LINE || !isPostgres(lines.getFirst().trim())) {
            return Optional.empty();
        }
        int candidate = Integer.parseInt(lines.get(PORT_LINE).trim());
        return answers(candidate) ? Optional.of(candidate) : Optional.empty();
    }

    private boolean hasProcesses() {
        return ProcessHandle.allProcesses().anyMatch(process -> {
            try {
                return Files.isSameFile(Path.of("/proc", String.valueOf(process.pid()), "cwd"), cluster)
                        && isPostgres(String.valueOf(process.pid()));
            } catch (IOException goneOrAnothers) {
                return false;
            }
        });
    }

    private static boolean isPostgres(String pid) throws IOException {
        var stat = Path.of("/proc", pid, "stat");
        if (!Files.exists(stat)) {
            return false;
        }
        var text = Files.readString(stat);
        var state = text.charAt(text.lastIndexOf(')') + 2);
        return text.contains("(postgres)") && state != 'Z' && state != 'X';
    }

    private static boolean answers(int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        lifecycle.lock();
        try {
            closed = true;
            run("pg_ctl", "-w", "-D", cluster.toString(), "-m", "fast", "stop");
        } finally {
            lifecycle.unlock();
        }
    }

    private void run(String program, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(unprivileged.prefix());
        command.add(binaries.resolve("bin").resolve(program).toString());
        command.addAll(List.of(arguments));
        var output = Files.createTempFile("hero-" + program, ".log");
        try {
            var process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(program + " did not end within " + COMMAND_SECONDS + " s");
            }
            if (process.exitValue() != 0) {
                throw new IOException(program + " failed: " + Files.readString(output) + serverLog());
            }
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private String serverLog() throws IOException {
        var log = cluster.resolve("server.log");
        if (!Files.exists(log)) {
            return "";
        }
        var lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 10), lines.size()));
    }
}
