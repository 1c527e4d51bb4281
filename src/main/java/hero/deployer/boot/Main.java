package hero.deployer.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import org.jboss.logging.Logger;

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

    private static final Logger LOG = Logger.getLogger(Main.class);
    private static final int QUARKUS_SECONDS = 15;

    private Main() {}

    public static void main(String... args) throws IOException, InterruptedException {
        if (List.of(args).contains("--help")) {
            say(HELP);
            return;
        }
        // the server's check of addresses refuses what browsers write, with an empty 400: gateway.Gateway has a better
        // one
        System.setProperty("vertx.disableURIValidation", "true");
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
        var postgres = EmbeddedPostgres.start(data, data.resolve("postgres-bin"), secrets.databasePassword());
        postgres.settings().forEach(Main::offer);
        postgres.watch();
        var quarkusEnded = new CountDownLatch(1);
        // a signal ends the JVM once its hooks are done, so the wait for Quarkus, and only then the database's end, is
        // one of them
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stopAfter(quarkusEnded, postgres), "postgres-stop"));
        Quarkus.run(
                null,
                (code, failure) -> {
                    quarkusEnded.countDown();
                    exit(code);
                },
                args);
        quarkusEnded.countDown();
    }

    /** Within the shutdown that a signal began there is nothing left to ask for, and asking would wait for ever. */
    private static void exit(int code) {
        if (!ApplicationLifecycleManager.isVmShuttingDown()) {
            System.exit(code);
        }
    }

    private static void stopAfter(CountDownLatch quarkusEnded, EmbeddedPostgres postgres) {
        try {
            if (!quarkusEnded.await(QUARKUS_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("The deployer did not end in time; its database is stopped all the same");
            }
            postgres.close();
        } catch (IOException | InterruptedException e) {
            LOG.warn("The database was not stopped; the next start finds it running", e);
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
