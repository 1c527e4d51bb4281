package hero.deployer.product;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A start that cannot succeed ends soon, with one line that says why. */
class StartIT {
    private static final Path BASE = Path.of(System.getProperty("basedir", ".")).toAbsolutePath();

    @TempDir
    Path folder;

    private record Ended(int code, List<String> out, List<String> complaints) {}

    private Ended run(Map<String, String> environment, String... arguments) throws Exception {
        var command = new java.util.ArrayList<>(List.of(BASE.resolve("run").toString()));
        command.addAll(List.of(arguments));
        var out = Files.createTempFile(folder, "out", "");
        var err = Files.createTempFile(folder, "err", "");
        var builder = new ProcessBuilder(command)
                .directory(BASE.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("DEPLOYER_"));
        builder.environment()
                .putAll(Map.of("DEPLOYER_DATA", folder.resolve("data").toString(), "DEPLOYER_PORT", freePort()));
        builder.environment().putAll(environment);
        var process = builder.start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS))
                    .as("ended: " + Files.readString(out))
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Ended(process.exitValue(), lines(out), lines(err));
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8).lines().toList();
    }

    private static String freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return String.valueOf(socket.getLocalPort());
        }
    }

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource(delimiter = '|', textBlock = """
            DEPLOYER_PORT                   | abc            | DEPLOYER_PORT=abc: must be a whole number, 1 to 65535.
            DEPLOYER_MAIL_TLS               | disabled       | DEPLOYER_MAIL_TLS=disabled: must be one of off, optional, required, implicit.
            DEPLOYER_URL                    | localhost:8391 | DEPLOYER_URL=localhost:8391: must begin with http:// or https://
            DEPLOYER_DOMAIN                 | *.example.net  | DEPLOYER_DOMAIN=*.example.net: must be a domain
            DEPLOYER_DATA                   | /proc/nowhere  | DEPLOYER_DATA=/proc/nowhere:
            DEPLOYER_SECRET                 | short          | DEPLOYER_SECRET: must have 16 characters or more.
            DEPLOYER_MAIL_FROM              | nobody         | DEPLOYER_MAIL_FROM=nobody: must be an address such as
            DEPLOYER_AGENT_BUNDLE           | /nowhere       | DEPLOYER_AGENT_BUNDLE=/nowhere: holds no agent
            QUARKUS_DATASOURCE_REACTIVE_URL | postgresql://127.0.0.1:1/x | QUARKUS_DATASOURCE_JDBC_URL: is not set
            """)
    void aWrongSettingEndsTheStartWithOneLine(String name, String value, String line) throws Exception {
        var ended = run(Map.of(name, value));

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.complaints()).hasSize(1);
        assertThat(ended.complaints().getFirst()).startsWith(line);
    }

    @Test
    void aTakenPortEndsTheStartWithOneLine() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var ended = run(Map.of("DEPLOYER_PORT", String.valueOf(taken.getLocalPort())));

            assertThat(ended.code()).isEqualTo(1);
            assertThat(ended.out()).isEmpty();
            assertThat(ended.complaints())
                    .singleElement()
                    .asString()
                    .startsWith("DEPLOYER_PORT=" + taken.getLocalPort());
        }
    }

    @Test
    void checkSaysWhatWouldBeUsedAndStartsNothing() throws Exception {
        var settings = new HashMap<>(Map.of(
                "LC_ALL",
                "POSIX",
                "DEPLOYER_DATA",
                folder.resolve("Größe der Bücher").toString()));
        settings.put("DEPLOYER_PROT", "8391");

        var ended = run(settings, "--check");

        assertThat(ended.complaints())
                .containsExactly("DEPLOYER_PROT is no setting and is ignored; the nearest is DEPLOYER_PORT.");
        assertThat(ended.out())
                .contains(
                        "DEPLOYER_DATA=" + settings.get("DEPLOYER_DATA"),
                        "DEPLOYER_HEALTH_INTERVAL=5s (default)",
                        "All settings are good; nothing was started.");
        assertThat(ended.code()).isZero();
        assertThat(folder.resolve("Größe der Bücher")).doesNotExist();
        assertThat(run(Map.of("DEPLOYER_PORT", "abc"), "--check").code()).isEqualTo(1);
    }
}
