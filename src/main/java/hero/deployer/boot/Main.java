package hero.deployer.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Starts the deployer: checks its settings, makes what it needs in its data folder, then runs Quarkus until it is told to stop. */
@QuarkusMain
public final class Main {
    private static final String HELP = """
            Hero Deployer: stands up a whole organization of machines and keeps it alive.

            Usage: java -jar quarkus-run.jar [--check | --help]

              --check   check every setting and say what would be used; starts nothing; ends with 1 when a start would fail
              --help    this text

            Environment (README says more of each; times are written 500ms, 30s, 5m, 12h, 7d):
              QUARKUS_DATASOURCE_REACTIVE_URL, QUARKUS_DATASOURCE_JDBC_URL, …_USERNAME, …_PASSWORD
                use this PostgreSQL instead of the embedded one
            """;

    private static final Logger LOG = Logger.getLogger(Main.class);
    private static final int QUARKUS_SECONDS = 15;
    private static final int USAGE = 2;

    private Main() {}

    public static void main(String... args) throws InterruptedException {
        var arguments = List.of(args);
        if (arguments.contains("--help") || arguments.contains("-h")) {
            say(HELP + SettingsReport.names(SettingsCatalog.read()));
        } else if (!arguments.isEmpty() && !arguments.equals(List.of("--check"))) {
            complain("Usage: java -jar quarkus-run.jar [--check | --help]");
            System.exit(USAGE);
        } else {
            checkAndStart(!arguments.isEmpty());
        }
    }

    private static void checkAndStart(boolean onlyCheck) throws InterruptedException {
        try {
            var given = new GivenSettings(properties(), System.getenv());
            var check = new StartCheck(given);
            check.warnings().forEach(Main::complain);
            var faults = check.faults();
            faults.forEach(fault -> complain(fault.line()));
            if (onlyCheck) {
                say(check.report());
                say(faults.isEmpty() ? "All settings are good; nothing was started.\n" : "It would not start.\n");
            } else if (faults.isEmpty()) {
                start(check, given);
                return;
            }
            System.exit(faults.isEmpty() ? 0 : 1);
        } catch (IOException | RuntimeException e) {
            failed(e, null);
        }
    }

    private static void start(StartCheck check, GivenSettings given) throws InterruptedException {
        // the server's check of addresses refuses what browsers write, with an empty 400: gateway.Gateway has a better
        // one
        System.setProperty("vertx.disableURIValidation", "true");
        var data = check.data();
        try {
            if (!made(data)) {
                System.exit(1);
            }
            if (check.usesEmbeddedDatabase()) {
                var taken = FolderLock.take(data);
                if (taken.isPresent()) {
                    complain(taken.get().line());
                    System.exit(1);
                }
            }
            var secrets = Secrets.in(data);
            Offers.make(check.settings(), given, data, secrets).forEach(System::setProperty);
            if (check.usesEmbeddedDatabase()) {
                runWithDatabase(data, secrets);
            } else {
                Quarkus.run(null, (code, failure) -> ended(code, failure, data));
            }
        } catch (IOException | RuntimeException e) {
            failed(e, data);
        }
    }

    /** What may be written to by its permissions may refuse all the same: a full disk, a network's folder, {@code /proc}. */
    private static boolean made(Path data) {
        try {
            Files.createDirectories(data);
            Files.delete(Files.createTempFile(data, "probe", ""));
            return true;
        } catch (IOException e) {
            complain(new SettingFault(
                            "DEPLOYER_DATA",
                            data.toString(),
                            "cannot be made or written to (" + e.getClass().getSimpleName() + ").",
                            "Name a folder that the deployer's user may write to, and start again.")
                    .line());
            return false;
        }
    }

    private static void runWithDatabase(Path data, Secrets secrets) throws IOException, InterruptedException {
        var postgres = EmbeddedPostgres.start(data, data.resolve("postgres-bin"), secrets.databasePassword());
        postgres.settings().forEach(System::setProperty);
        postgres.watch();
        var quarkusEnded = new CountDownLatch(1);
        // a signal ends the JVM once its hooks are done, so the wait for Quarkus, and only then the database's end, is
        // one of them
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stopAfter(quarkusEnded, postgres), "postgres-stop"));
        Quarkus.run(null, (code, failure) -> {
            quarkusEnded.countDown();
            ended(code, failure, data);
        });
        quarkusEnded.countDown();
    }

    /** Quarkus tells its end here and nowhere else: a failed start that is not told of now is never told of. */
    private static void ended(int code, @Nullable Throwable failure, Path data) {
        if (failure != null) {
            failed(failure, data);
        } else {
            exit(code);
        }
    }

    private static void failed(Throwable failure, @Nullable Path data) {
        complain(StartFailure.told(failure, data));
        exit(1);
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

    private static Map<String, String> properties() {
        var properties = new HashMap<String, String>();
        System.getProperties().stringPropertyNames().forEach(name -> properties.put(name, System.getProperty(name)));
        return properties;
    }

    @SuppressWarnings("SystemOut") // answers on the standard output, before any logger exists
    private static void say(String text) {
        System.out.print(text);
        System.out.flush();
    }

    @SuppressWarnings("SystemOut") // why it does not start is told even where the log goes elsewhere
    private static void complain(String line) {
        System.err.println(line);
    }
}
