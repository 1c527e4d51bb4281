package hero.deployer.console;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.HttpServerStart;
import io.quarkus.vertx.http.HttpsServerStart;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

import hero.deployer.identity.Administrators;

/** Makes a deployer that nobody uses yet usable: its administrator, and the demo where it is asked for. Replicas may start at once. */
@ApplicationScoped
class FirstStart {
    private static final Logger LOG = Logger.getLogger(FirstStart.class);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LAST_PAUSE = Duration.ofSeconds(5);
    /** After the tables are there and before other observers rely on the content. */
    private static final int EARLY = 1000;

    // one replica at a time makes the demo; the others then find it made
    private static final String LOCK = "select pg_advisory_xact_lock(7522537965574647809)";

    private final Administrators administrators;
    private final Demo demo;
    private final Optional<String> adminPassword;
    private final boolean makeDemo;
    private final Path demoFolder;
    private final Pool pool;
    private final String url;
    private final AtomicBoolean told = new AtomicBoolean();

    FirstStart(
            Administrators administrators,
            Demo demo,
            Pool pool,
            @ConfigProperty(name = "deployer.admin-password") Optional<String> adminPassword,
            @ConfigProperty(name = "deployer.demo") boolean makeDemo,
            @ConfigProperty(name = "deployer.demo-folder") Path demoFolder,
            @ConfigProperty(name = "deployer.url") String url) {
        this.administrators = administrators;
        this.demo = demo;
        this.adminPassword = adminPassword;
        this.makeDemo = makeDemo;
        this.demoFolder = demoFolder;
        this.pool = pool;
        this.url = url;
    }

    void begin(@Observes @Priority(EARLY) StartupEvent started) {
        if (adminPassword.isPresent()) {
            administrators.ensure(adminPassword.get()).await().atMost(PATIENCE);
        }
        if (makeDemo) {
            demoOnce().await().atMost(PATIENCE);
        }
    }

    void listening(@ObservesAsync HttpServerStart listening) {
        ready();
    }

    void listeningSecurely(@ObservesAsync HttpsServerStart listening) {
        ready();
    }

    /**
     * A password is made up, and shown, only once somebody can sign in with it: a start that fails before, and is repeated, has shown none.
     */
    private void ready() {
        if (told.getAndSet(true)) {
            return;
        }
        administrators
                .ensure(adminPassword.orElse(null))
                .onFailure()
                .retry()
                .withBackOff(FIRST_PAUSE, LAST_PAUSE)
                .expireIn(PATIENCE.toMillis())
                .subscribe()
                .with(
                        made -> made.ifPresentOrElse(this::tell, this::greet),
                        failure -> LOG.errorf(
                                "The administrator could not be made; start the deployer again: %s",
                                failure.getMessage()));
    }

    private Uni<Void> demoOnce() {
        return pool.withTransaction(
                connection -> connection.query(LOCK).execute().chain(() -> demo.make(demoFolder)));
    }

    /** The one time that a password is shown: whoever can read this console owns the machine. */
    private void tell(String password) {
        // a line of the log is one line of text, so that each of these is a line of its own
        """
                ------------------------------------------------------------
                 The administrator of this deployer (shown this once)
                   address:  %s
                   username: %s
                   password: %s
                 It must be replaced at the first login.
                 What to do next: open the address, or follow the tour in README.
                ------------------------------------------------------------""".formatted(url, Administrators.FIRST, password).lines().forEach(LOG::info);
        greet();
    }

    private void greet() {
        LOG.infof("Ready: the deployer listens at %s; sign in as %s", url, Administrators.FIRST);
    }
}
