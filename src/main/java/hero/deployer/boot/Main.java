package hero.deployer.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Starts the deployer: makes what it needs in its data folder, then runs Quarkus until it is told to stop. */
@QuarkusMain
public final class Main {
    private static final String HELP = """
            Hero Deployer: stands up a whole organization of machines and keeps it alive.

            Usage: java -jar quarkus-run.jar [--help]

            Environment (README has the whole table):
              DEPLOYER_PORT            where the console and the API listen (8080)
              DEPLOYER_DATA            folder for everything that is kept (./data)
              DEPLOYER_URL             the public origin of the console (http://localhost:<port>)
              DEPLOYER_DOMAIN          cockpits live at <username>--<organization>.<domain> (localhost)
              DEPLOYER_ADMIN_PASSWORD  the administrator's first password; made and printed once when unset
              QUARKUS_DATASOURCE_REACTIVE_URL, QUARKUS_DATASOURCE_JDBC_URL
                                       use this PostgreSQL instead of the embedded one
            """;

    private Main() {}

    public static void main(String... args) throws IOException, InterruptedException {
        if (List.of(args).contains("--help")) {
            say(HELP);
            return;
        }
        var data = Path.of(setting("deployer.data", "DEPLOYER_DATA", "data"))
                .toAbsolutePath()
                .normalize();
        Files.createDirectories(data);
        var secrets = Secrets.in(data);
        offer("deployer.data", data.toString());
        offer("deployer.secret", secrets.secret());
        offer("deployer.fleet-key", secrets.fleetKey());
        if (hasExternalDatabase()) {
            Quarkus.run(args);
            return;
        }
        try (var postgres = EmbeddedPostgres.start(data, data.resolve("postgres-bin"), secrets.databasePassword())) {
            postgres.settings().forEach(Main::offer);
            postgres.watch();
            // Quarkus.run returns once everything of it has stopped; only then may the database go
            Quarkus.run(args);
        }
    }

    private static boolean hasExternalDatabase() {
        return !setting("quarkus.datasource.reactive.url", "QUARKUS_DATASOURCE_REACTIVE_URL", "")
                .isEmpty();
    }

    private static String setting(String property, String variable, String otherwise) {
        var value = System.getProperty(property, System.getenv(variable));
        return value == null || value.isBlank() ? otherwise : value;
    }

    /** Sets a property unless the operator did, by property or environment. */
    private static void offer(String property, String value) {
        var variable = property.toUpperCase(java.util.Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
        System.setProperty(property, setting(property, variable, value));
    }

    @SuppressWarnings("SystemOut") // --help answers on the standard output, before any logger exists
    private static void say(String text) {
        System.out.print(text);
    }
}
