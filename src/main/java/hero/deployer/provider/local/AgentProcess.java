package hero.deployer.provider.local;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

import org.jboss.logging.Logger;

/** The process of one machine's agent, and those it started. All calls block. */
record AgentProcess(MachineFolder folder) {
    private static final Logger LOG = Logger.getLogger(AgentProcess.class);
    private static final String MARK = "HERO_MACHINE";
    private static final List<String> STACK_MARKS = List.of("HERO_STACK_OF=", "DATA_DIR=");
    private static final List<String> PASSED_ON = List.of("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR");
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);
    private static final Duration KILL_TAKES = Duration.ofSeconds(5);

    /**
     * The agent that runs: the recorded one, or one that was started by somebody who died before recording it. The recorded one is known by
     * its identity alone: while the starting script becomes the JVM it shows no arguments.
     */
    Optional<ProcessId> running() throws IOException {
        var recorded = recorded();
        return recorded.isPresent()
                ? recorded
                : Proc.all(found -> isAgent(found.id().pid())).stream()
                        .map(Proc.Running::id)
                        .findFirst();
    }

    private Optional<ProcessId> recorded() throws IOException {
        return folder.process().filter(Proc::isRunning);
    }

    /** Starts the agent in a session of its own, so that neither Ctrl-C nor our end reaches it. */
    ProcessId start(Path bundle) throws IOException {
        var command = new ProcessBuilder(
                "setsid",
                bundle.resolve("bin/agent").toString(),
                "--config",
                folder.config().toString());
        command.directory(folder.path().toFile());
        keepOnlyHarmless(command.environment());
        command.environment().put(MARK, folder.path().toString());
        command.redirectInput(new File("/dev/null"));
        command.redirectErrorStream(true);
        command.redirectOutput(ProcessBuilder.Redirect.appendTo(folder.log().toFile()));
        long pid = command.start().pid();
        var id = Proc.find(pid).map(Proc.Running::id).orElse(new ProcessId(pid, 0, ""));
        folder.record(id);
        LOG.infof("Started the agent of %s as process %d", folder.path().getFileName(), pid);
        return id;
    }

    /** Ends the agent, then whatever it leaves behind: politely, then not. Succeeds only when nothing of it runs any more. */
    void end(Duration grace) throws IOException {
        var recorded = recorded();
        endPolitely(
                Proc.all(found -> recorded.filter(found.id()::equals).isPresent()
                        || isAgent(found.id().pid())),
                grace);
        endPolitely(kin(), grace);
        // each look may find children that the last one's victims had just started, or miss one that becomes another
        // program
        int nobody = 0;
        for (long until = System.nanoTime() + KILL_TAKES.toNanos(); System.nanoTime() < until; ) {
            var left = kin();
            nobody = left.isEmpty() ? nobody + 1 : 0;
            if (nobody == 2) {
                return;
            }
            left.forEach(stubborn -> signal(stubborn.id(), true));
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
        throw new IOException("processes of " + folder.path().getFileName() + " do not end");
    }

    private static void endPolitely(List<Proc.Running> processes, Duration grace) {
        processes.forEach(process -> signal(process.id(), false));
        awaitEnd(processes, grace);
    }

    private static void awaitEnd(List<Proc.Running> processes, Duration most) {
        long until = System.nanoTime() + most.toNanos();
        while (processes.stream().anyMatch(process -> Proc.isRunning(process.id())) && System.nanoTime() < until) {
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
    }

    /** The end of what the agent wrote, to say why it did not start. */
    String lastWords() {
        try {
            String text = Files.readString(folder.log()).strip();
            return text.substring(Math.max(0, text.length() - 300));
        } catch (IOException | RuntimeException unreadable) {
            return "";
        }
    }

    private List<Proc.Running> kin() throws IOException {
        return Proc.all(found -> isKin(found.id().pid()));
    }

    private boolean isAgent(long pid) {
        return Proc.arguments(pid).contains(folder.config().toString());
    }

    private boolean isKin(long pid) {
        return isAgent(pid) || Proc.environment(pid).stream().anyMatch(this::marks);
    }

    // the stack may have a session, a parent and an environment of its own by now: these variables tell whose it is
    private boolean marks(String variable) {
        return variable.equals(MARK + "=" + folder.path())
                || STACK_MARKS.stream().anyMatch(mark -> variable.startsWith(mark + folder.path() + "/"));
    }

    private static void keepOnlyHarmless(Map<String, String> environment) {
        environment.keySet().retainAll(PASSED_ON);
    }

    private static void signal(ProcessId id, boolean forcibly) {
        ProcessHandle.of(id.pid()).filter(handle -> Proc.isRunning(id)).ifPresent(handle -> {
            boolean sent = forcibly ? handle.destroyForcibly() : handle.destroy();
            if (!sent) {
                LOG.debugf("Process %d had ended already", id.pid());
            }
        });
    }
}
