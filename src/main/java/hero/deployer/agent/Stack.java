package hero.deployer.agent;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import org.jspecify.annotations.Nullable;

/** The one stack of this instance. Only the conductor's thread moves it; others look at its {@link View}. */
final class Stack {
    /** What is true now: the status, the version that runs, since when, in ISO 8601 UTC. */
    record View(Status status, @Nullable String build, String since) {}

    private static final Duration PORT_WAIT = Duration.ofSeconds(10);

    private final AgentConfig config;
    private final Builds builds;
    private final StackLog log;
    private final Strays strays;
    private final HealthProbe probe;
    private final Wake wake;
    private volatile View view = new View(Status.STARTING, null, now());
    private @Nullable StackProcess process;
    private boolean wasReady;
    private int crashes;
    private Deadline next = Deadline.in(Duration.ZERO);

    Stack(AgentConfig config, Builds builds, StackLog log, Wake wake) {
        this.config = config;
        this.builds = builds;
        this.log = log;
        this.wake = wake;
        this.strays = new Strays(config.data());
        this.probe = new HealthProbe(config.stackAddress(), config.timing().probeTimeout());
    }

    View view() {
        return view;
    }

    /** Starts the build on the free port. */
    void start(Deployed build) throws IOException, InstallFailure {
        show(Status.STARTING, build.version());
        stop();
        var wait = Deadline.in(PORT_WAIT);
        while (!probe.portFree()) {
            if (wait.passed()) {
                throw new InstallFailure("the port " + config.stackPort() + " is taken by another process");
            }
            wake.pauseUnlessClosing(Duration.ofMillis(50));
        }
        log.line("starts build " + build.version());
        wasReady = false;
        process = StackProcess.start(config, build, builds.folder(build.sha256()), log, wake::now);
    }

    /** Ends every process of the stack. */
    void stop() {
        var ours = process;
        process = null;
        if (!strays.find().isEmpty()) {
            log.line("stops the stack");
            if (!strays.end(config.timing().stopGrace())) {
                log.line("a process of the stack could not be ended");
            }
        }
        if (ours != null) {
            ours.kill();
        }
    }

    /** A new build, or one started on purpose: what crashed before is forgotten. */
    void forgive() {
        crashes = 0;
        next = Deadline.in(Duration.ZERO);
    }

    boolean running() {
        return process != null && process.alive();
    }

    /** Whether this very build runs and is ready now. */
    boolean serves(Deployed build) {
        return process != null && process.alive() && process.build().equals(build) && probe.ready(build.healthPath());
    }

    /** Why the process that was started is not ready, or null when it is. */
    @Nullable
    String trouble(Deployed build) {
        if (process == null || !process.alive()) {
            return "it " + (process == null ? "was not started" : process.ending());
        }
        var answer = probe.ask(build.healthPath());
        return answer.equals("200") ? null : build.healthPath() + " answered: " + answer;
    }

    /** Looks after the build that shall run: starts it again when it died, judges it otherwise. */
    void supervise(Deployed build) {
        if (!running()) {
            revive(build);
            return;
        }
        boolean ready = probe.ready(build.healthPath());
        wasReady |= ready;
        boolean settled =
                process != null && process.nanosUp() > config.timing().settle().toNanos();
        show(Status.of(true, ready, wasReady, settled, crashes), build.version());
        if (settled && ready) {
            crashes = 0;
        }
    }

    private void revive(Deployed build) {
        if (process != null) {
            crashes++;
            next = Deadline.in(config.timing().backoff(crashes));
            log.line("the stack " + process.ending() + "; crash " + crashes + " in a row, it is started again in "
                    + config.timing().backoff(crashes).toMillis() + " ms");
            process = null;
        }
        show(Status.of(false, false, wasReady, false, crashes), build.version());
        if (!next.passed()) {
            return;
        }
        try {
            start(build);
            show(Status.of(true, false, false, false, crashes), build.version());
        } catch (IOException | InstallFailure e) {
            crashes++;
            next = Deadline.in(config.timing().backoff(crashes));
            log.line("the stack could not be started: " + e.getMessage());
            show(Status.of(false, false, false, false, crashes), build.version());
        }
    }

    void show(Status status, @Nullable String build) {
        var before = view;
        if (before.status() != status || !java.util.Objects.equals(before.build(), build)) {
            view = new View(status, build, now());
        }
    }

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
