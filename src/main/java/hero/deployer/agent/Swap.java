package hero.deployer.agent;

import java.io.IOException;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/** The part of an install that takes the old stack down: stop it, start the new one, check that, or go back. */
final class Swap {
    private static final Duration LOOK = Duration.ofMillis(200);
    /** One good answer may be luck. */
    private static final int GOOD_ANSWERS = 2;

    private final AgentConfig config;
    private final Journal journal;
    private final Stack stack;
    private final StackLog log;
    private final Wake wake;

    Swap(AgentConfig config, Journal journal, Stack stack, StackLog log, Wake wake) {
        this.config = config;
        this.journal = journal;
        this.stack = stack;
        this.log = log;
        this.wake = wake;
    }

    void run(String operation, Deployed build, Deadline deadline) {
        if (build.equals(journal.state().current()) && stack.serves(build)) {
            succeed(operation, build);
            return;
        }
        if (!journal.advance(operation, Phase.STARTING)) {
            return;
        }
        FailPoints.pass("stopping");
        var trouble = replace(operation, build, deadline);
        if (trouble == null) {
            FailPoints.pass("checked");
            succeed(operation, build);
            FailPoints.pass("committed");
        } else {
            goBack(operation, trouble);
        }
    }

    private void succeed(String operation, Deployed build) {
        stack.forgive();
        stack.show(Status.HEALTHY, build.version());
        journal.record(now -> now.deployed(build).change(operation, it -> it.ended(Phase.SUCCEEDED, null)));
        log.line("build " + build.version() + " runs, operation " + operation + " succeeded");
    }

    /** Why the new build does not run, or null when it does. */
    private @Nullable String replace(String operation, Deployed build, Deadline deadline) {
        try {
            stack.stop();
            FailPoints.pass("stopped");
            stack.start(build);
            FailPoints.pass("started");
        } catch (IOException | InstallFailure e) {
            return "build " + build.version() + " could not be started: " + e.getMessage();
        }
        if (!journal.advance(operation, Phase.CHECKING)) {
            return calledOff(operation);
        }
        return awaitReady(operation, build, deadline);
    }

    private @Nullable String awaitReady(String operation, Deployed build, Deadline deadline) {
        int good = 0;
        while (true) {
            var trouble = stack.trouble(build);
            good = trouble == null ? good + 1 : 0;
            if (good >= GOOD_ANSWERS) {
                return null;
            }
            if (!journal.runs(operation)) {
                return calledOff(operation);
            }
            if (trouble != null && !stack.running()) {
                return "build " + build.version() + " did not get ready: " + trouble;
            }
            if (deadline.passed()) {
                return "build " + build.version() + " did not get ready in time: "
                        + (trouble == null ? "it had only just begun to answer" : trouble);
            }
            wake.pauseUnlessClosing(LOOK);
        }
    }

    private String calledOff(String operation) {
        var why = journal.cancelled(operation);
        return why == null ? "it was called off" : why;
    }

    private void goBack(String operation, String trouble) {
        log.line(trouble);
        FailPoints.pass("rolling-back");
        stack.stop();
        stack.forgive();
        var old = journal.state().current();
        if (old == null || journal.state().stopped()) {
            finish(operation, old == null ? Phase.FAILED : Phase.ROLLED_BACK, trouble);
            return;
        }
        boolean calledOff = journal.cancelled(operation) != null;
        var again = restore(old, calledOff);
        FailPoints.pass("restored");
        if (again == null) {
            finish(operation, Phase.ROLLED_BACK, trouble);
        } else {
            finish(operation, Phase.FAILED, trouble + "; and the build before does not run either: " + again);
        }
    }

    /** Whoever called the operation off waits for nothing: the supervisor looks after the old build. */
    private @Nullable String restore(Deployed old, boolean calledOff) {
        try {
            stack.start(old);
        } catch (IOException | InstallFailure e) {
            return e.getMessage();
        }
        var deadline = Deadline.in(config.timing().restore());
        while (!calledOff) {
            var trouble = stack.trouble(old);
            if (trouble == null || !stack.running() || deadline.passed()) {
                return trouble;
            }
            wake.pauseUnlessClosing(LOOK);
        }
        return null;
    }

    private void finish(String operation, Phase end, String why) {
        log.line("operation " + operation + " ended " + end.wire());
        journal.record(now -> now.change(operation, it -> it.ended(end, why)));
    }
}
