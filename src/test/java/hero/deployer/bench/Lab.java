package hero.deployer.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** Where a case is measured: a folder, a PostgreSQL, and whatever is started beside it; all of it ends with the lab. */
final class Lab implements AutoCloseable {
    static final String FLEET_KEY = "the fleet key of the bench";

    private final Path base;
    private final Path folder;
    private final boolean profiled;
    private final Database database;
    private final Deque<AutoCloseable> started = new ArrayDeque<>();

    /** @param base the project's folder */
    Lab(Path base, String name, boolean profiled) throws Exception {
        this.base = base;
        this.profiled = profiled;
        this.folder = Files.createTempDirectory(Files.createDirectories(base.resolve("target/bench")), name + "-");
        this.database =
                new Database(Files.createDirectories(folder.resolve("data")), base.resolve("target/postgres-bin"));
    }

    Path folder() {
        return folder;
    }

    Database database() {
        return database;
    }

    /** Ends it with the lab, the last first. */
    <T extends AutoCloseable> T keep(T thing) {
        started.push(thing);
        return thing;
    }

    Deployer deployer(Map<String, String> environment) throws Exception {
        var all = new HashMap<>(environment);
        if (profiled) {
            all.merge(
                    "JAVA_OPTS",
                    "-XX:StartFlightRecording=settings=profile,filename=" + folder + ".jfr",
                    (a, b) -> a + " " + b);
        }
        return keep(new Deployer(base, folder, database, all));
    }

    FleetProcess fleet(int size, String prefix) throws Exception {
        return keep(new FleetProcess(folder, size, prefix));
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() throws Exception {
        Exception first = null;
        // whatever uses the database ends before it
        started.addLast(database);
        while (!started.isEmpty()) {
            first = end(started.pop(), first);
        }
        Folder.delete(folder);
        if (first != null) {
            throw first;
        }
    }

    private static @Nullable Exception end(AutoCloseable thing, @Nullable Exception before) {
        try {
            thing.close();
            return before;
        } catch (Exception failure) {
            return before == null ? failure : before;
        }
    }
}
