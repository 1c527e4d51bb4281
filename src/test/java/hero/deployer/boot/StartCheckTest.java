package hero.deployer.boot;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What is found out before anything starts. */
class StartCheckTest {
    @TempDir
    Path folder;

    private StartCheck check(Map<String, String> more) throws IOException {
        var environment =
                new HashMap<>(Map.of("DEPLOYER_DATA", folder.resolve("data").toString()));
        environment.put("DEPLOYER_LOCAL_SLOTS", "0");
        environment.put("DEPLOYER_PORT", String.valueOf(freePort()));
        environment.putAll(more);
        return new StartCheck(new GivenSettings(Map.of(), environment));
    }

    private String line(Map<String, String> more) throws IOException {
        var faults = check(more).faults();
        assertThat(faults).hasSize(1);
        return faults.getFirst().line();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void nothingIsWrongAndNothingIsMade() throws IOException {
        assertThat(check(Map.of()).faults()).isEmpty();
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void aPortThatIsTakenIsNamed() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(line(Map.of("DEPLOYER_PORT", String.valueOf(taken.getLocalPort()))))
                    .startsWith("DEPLOYER_PORT=" + taken.getLocalPort() + ": cannot be listened on at 127.0.0.1");
        }
    }

    @Test
    void aHostThatIsNotOursIsNamed() throws IOException {
        assertThat(line(Map.of("DEPLOYER_HOST", "203.0.113.7")))
                .startsWith("DEPLOYER_HOST=203.0.113.7: is no address of");
        assertThat(line(Map.of("DEPLOYER_HOST", "no-such-host.invalid")))
                .startsWith("DEPLOYER_HOST=no-such-host.invalid");
    }

    @Test
    void aFileWhereTheFolderShouldBeIsNamed() throws IOException {
        var file = Files.createFile(folder.resolve("file"));

        assertThat(line(Map.of("DEPLOYER_DATA", file.toString()))).contains("DEPLOYER_DATA=", "is no folder");
        assertThat(line(Map.of("DEPLOYER_DATA", file.resolve("below").toString())))
                .contains("is no folder");
    }

    @Test
    void aFolderThatMayNotBeWrittenIsNamed() throws IOException {
        var closed = Files.createDirectory(
                folder.resolve("closed"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-xr-xr-x")));
        Assumptions.assumeFalse(Files.isWritable(closed), "root may write everywhere");

        assertThat(line(Map.of("DEPLOYER_DATA", closed.resolve("data").toString())))
                .contains("is not writable");
    }

    @Test
    void aNameThatTheLocaleCannotWriteIsNamed() throws IOException {
        assertThat(line(Map.of("DEPLOYER_DATA", folder + "/M\uFFFD\uFFFDller")))
                .startsWith("DEPLOYER_DATA=")
                .contains("LC_ALL=C.UTF-8");
    }

    @Test
    void aBundleWithoutAnAgentIsNamed() throws IOException {
        assertThat(line(Map.of("DEPLOYER_LOCAL_SLOTS", "2", "DEPLOYER_AGENT_BUNDLE", folder.toString())))
                .startsWith("DEPLOYER_AGENT_BUNDLE=" + folder);
        assertThat(line(Map.of("DEPLOYER_LOCAL_SLOTS", "2", "DEPLOYER_LOCAL_AGENT_BUNDLE", folder.toString())))
                .startsWith("DEPLOYER_LOCAL_AGENT_BUNDLE=" + folder);
    }

    @Test
    void aDemoWithoutItsFolderIsNamed() throws IOException {
        assertThat(line(Map.of("DEPLOYER_DEMO", "true", "DEPLOYER_DEMO_FOLDER", "/nowhere")))
                .startsWith("DEPLOYER_DEMO_FOLDER=/nowhere");
    }

    @Test
    void aFolderThatAnotherDeployerUsesIsNamed() throws Exception {
        var data = Files.createDirectories(folder.resolve("data"));
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var other = new ProcessBuilder(
                        java, "-cp", System.getProperty("java.class.path"), LockHolder.class.getName(), data.toString())
                .redirectErrorStream(true)
                .start();
        try (var said = other.inputReader()) {
            assertThat(said.readLine()).isEqualTo("taken");

            assertThat(line(Map.of())).contains("another running deployer", "(process " + other.pid() + ")");
            assertThat(FolderLock.take(data)).isPresent();
        } finally {
            other.destroyForcibly().waitFor();
        }
        assertThat(check(Map.of()).faults()).isEmpty();
    }

    /** Another deployer, as far as the lock is concerned. */
    static final class LockHolder {
        public static void main(String[] arguments) throws Exception {
            boolean taken = FolderLock.take(Path.of(arguments[0])).isEmpty();
            // whatever nobody holds is closed by now, and its lock gone
            for (int i = 0; i < 5; i++) {
                System.gc();
                Thread.sleep(Duration.ofMillis(50));
            }
            System.out.println(taken ? "taken" : "refused");
            System.out.flush();
            Thread.currentThread().join();
        }
    }

    @Test
    void aDatabaseThatDoesNotAnswerIsNamedWithoutItsPassword() throws IOException {
        var nobody = "://127.0.0.1:" + freePort() + "/x";

        assertThat(line(Map.of(
                        "QUARKUS_DATASOURCE_REACTIVE_URL", "postgresql" + nobody,
                        "QUARKUS_DATASOURCE_JDBC_URL", "jdbc:postgresql" + nobody + "?password=hidden")))
                .startsWith("QUARKUS_DATASOURCE_JDBC_URL=jdbc:postgresql" + nobody + ": ")
                .doesNotContain("hidden");
        assertThat(line(Map.of(
                        "QUARKUS_DATASOURCE_REACTIVE_URL", "postgresql" + nobody,
                        "QUARKUS_DATASOURCE_JDBC_URL", "postgresql" + nobody)))
                .contains("must begin with jdbc:postgresql://");
    }

    @Test
    void aWrongPasswordOfTheDatabaseIsNamed() throws Exception {
        var binaries = Path.of("target/postgres-bin").toAbsolutePath();
        var kept = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "start-check-");
        try (var server = EmbeddedPostgres.start(kept, binaries, "secret")) {
            var settings = new HashMap<String, String>();
            server.settings().forEach((name, value) -> settings.put(Setting.variable(name), value));
            assertThat(check(settings).faults()).isEmpty();

            settings.put("QUARKUS_DATASOURCE_PASSWORD", "wrong-and-hidden");
            assertThat(line(settings))
                    .startsWith("QUARKUS_DATASOURCE_PASSWORD: ")
                    .doesNotContain("hidden");
            settings.put("QUARKUS_DATASOURCE_PASSWORD", "secret");
            settings.compute("QUARKUS_DATASOURCE_JDBC_URL", (name, url) -> url + "_nowhere");
            assertThat(line(settings)).contains("does not exist");
        } finally {
            Folders.delete(kept);
        }
    }

    @Test
    void blankSettingsFallBackAndGivenOnesReachQuarkus() throws IOException {
        var given = new GivenSettings(
                Map.of("deployer.host", "0.0.0.0"),
                Map.of(
                        "DEPLOYER_PORT",
                        " ",
                        "DEPLOYER_URL",
                        "HTTPS://Deployer.Example.org:8443/",
                        "DEPLOYER_DOMAIN",
                        ""));

        var offers = Offers.make(SettingsCatalog.read(), given, folder, new Secrets("s", "f", "d"));

        assertThat(offers)
                .containsEntry("deployer.url", "https://deployer.example.org:8443")
                .containsEntry("deployer.domain", "localhost")
                .containsEntry("deployer.port", "8080")
                .containsEntry("quarkus.http.host", "0.0.0.0")
                .containsEntry("deployer.secret", "s");
    }

    @Test
    void aStartThatFailsLaterIsOneLineAndTheRestIsInAFile() throws IOException {
        var failure = new IllegalStateException("outer", new IllegalArgumentException("inner\nreason"));

        assertThat(StartFailure.told(failure, folder))
                .isEqualTo("The deployer did not start: inner reason (more in " + folder.resolve("failed-start.log")
                        + ")");
        assertThat(folder.resolve("failed-start.log")).content().contains("at hero.deployer");
        assertThat(StartFailure.told(new IllegalStateException(new BindException("in use")), folder))
                .startsWith("DEPLOYER_PORT: ");
    }

    @Test
    void theReportShowsWhatWouldBeUsedAndNoSecret() throws IOException {
        var report = check(Map.of("DEPLOYER_SECRET", "sixteen characters hidden", "DEPLOYER_MAIL_HOST", "mail.lan"))
                .report();

        assertThat(report)
                .contains(
                        "DEPLOYER_MAIL_HOST=mail.lan\n",
                        "DEPLOYER_MAIL_TLS=optional (default)\n",
                        "DEPLOYER_SECRET is set\n")
                .doesNotContain("hidden");
    }
}
