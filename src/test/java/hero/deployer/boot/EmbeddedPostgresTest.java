package hero.deployer.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class EmbeddedPostgresTest {
    private static final Path BINARIES = Path.of("target/postgres-bin").toAbsolutePath();

    @TempDir
    Path data;

    @Test
    void keepsItsRowsOverAStopAndAKill() throws Exception {
        try (var first = EmbeddedPostgres.start(data, BINARIES, "secret")) {
            execute(first.settings(), "create table kept as select 42 as answer");
        }
        var killed = EmbeddedPostgres.start(data, BINARIES, "secret");
        assertThat(answer(killed.settings())).isEqualTo(42);
        killPostmaster();
        try (var third = EmbeddedPostgres.start(data, BINARIES, "secret")) {
            assertThat(answer(third.settings())).isEqualTo(42);
        }
    }

    @Test
    void findsAServerThatOutlivedItsDeployer() throws Exception {
        var orphan = EmbeddedPostgres.start(data, BINARIES, "secret");
        try (var found = EmbeddedPostgres.start(data, BINARIES, "secret")) {
            assertThat(found.settings()).isEqualTo(orphan.settings());
            execute(found.settings(), "select 1");
        }
    }

    @Test
    void comesBackOnItsPortWhenItDies() throws Exception {
        try (var watched = EmbeddedPostgres.start(data, BINARIES, "secret")) {
            execute(watched.settings(), "create table kept as select 42 as answer");
            watched.watch();
            killPostmaster();
            Awaitility.await().ignoreExceptions().until(() -> answer(watched.settings()) == 42);
        }
        assertThat(data.resolve("postgres/postmaster.pid")).doesNotExist();
    }

    @Test
    void refusesAWrongPassword() throws Exception {
        try (var server = EmbeddedPostgres.start(data, BINARIES, "secret")) {
            var wrong = new java.util.HashMap<>(server.settings());
            wrong.put("quarkus.datasource.password", "guess");
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> execute(wrong, "select 1"))
                    .isInstanceOf(SQLException.class);
        }
    }

    private void killPostmaster() throws IOException {
        var pid = Long.parseLong(Files.readAllLines(data.resolve("postgres/postmaster.pid"))
                .getFirst()
                .trim());
        var postmaster = ProcessHandle.of(pid).orElseThrow();
        postmaster.destroyForcibly();
        Awaitility.await().until(() -> !postmaster.isAlive() || isZombie(pid));
    }

    private static boolean isZombie(long pid) throws IOException {
        return Files.readString(Path.of("/proc/" + pid + "/stat")).contains(") Z ");
    }

    private static void execute(Map<String, String> settings, String sql) throws SQLException {
        try (var connection = connect(settings);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int answer(Map<String, String> settings) throws SQLException {
        try (var connection = connect(settings);
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select answer from kept")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static java.sql.Connection connect(Map<String, String> settings) throws SQLException {
        return DriverManager.getConnection(
                settings.get("quarkus.datasource.jdbc.url"),
                settings.get("quarkus.datasource.username"),
                settings.get("quarkus.datasource.password"));
    }
}
