package hero.deployer.product;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/** One deployer of the packaged product, on a port and a data folder of its own, that can be stopped, killed and started again. */
final class Product implements AutoCloseable {
    static final String PASSWORD = "a long enough password";
    private static final Path BASE = Path.of(System.getProperty("basedir", ".")).toAbsolutePath();
    private static final Duration START = Duration.ofSeconds(60);

    private final Path data;
    private final int port;
    private Process process;

    Product() throws IOException {
        this.data = Files.createTempDirectory(BASE.resolve("target"), "product-");
        this.port = freePort();
        this.process = launch();
        awaitReady();
    }

    private Process launch() throws IOException {
        var builder = new ProcessBuilder(BASE.resolve("run").toString())
                .directory(BASE.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        data.resolve("product.log").toFile()));
        builder.environment().put("DEPLOYER_DATA", data.toString());
        builder.environment().put("DEPLOYER_PORT", Integer.toString(port));
        builder.environment().put("DEPLOYER_ADMIN_PASSWORD", PASSWORD);
        return builder.start();
    }

    private void awaitReady() {
        var health = new Api(port);
        Awaitility.await("readiness")
                .atMost(START)
                .failFast("the deployer ended: see product.log", () -> !process.isAlive())
                .ignoreExceptions()
                .until(() -> health.get("/q/health/ready").statusCode() == 200);
    }

    int port() {
        return port;
    }

    /** The folders of the machines there are; hidden ones are the provider's own. */
    Stream<Path> machines() throws IOException {
        return Files.list(data.resolve("machines"))
                .filter(folder -> !folder.getFileName().toString().startsWith("."));
    }

    String log() throws IOException {
        return Files.readString(data.resolve("product.log"));
    }

    /** The machine's power plug, as far as the deployer is concerned: SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }

    /** Ctrl-C or the orchestrator: SIGTERM; must end within its grace. */
    void stop() throws InterruptedException {
        process.destroy();
        assertThat(process.waitFor(20, TimeUnit.SECONDS))
                .as("ended politely in time")
                .isTrue();
    }

    void startAgain() throws IOException {
        process = launch();
        awaitReady();
    }

    @Override
    public void close() throws Exception {
        if (process.isAlive()) {
            stop();
        }
        try (var files = Files.walk(data)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
