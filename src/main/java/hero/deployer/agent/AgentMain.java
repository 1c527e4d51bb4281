package hero.deployer.agent;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** The agent's own main. */
public final class AgentMain {
    private static final String HELP = """
            The agent of one Hero Deployer instance: installs builds, runs the stack, reports health.

              agent --config FILE [--key=value …]

            Settings, in FILE (Java properties), as HERO_AGENT_… in the environment, or on the command line; the later wins:
              instance           id of the instance
              organization       label of its organization (default: none)
              listen             host:port of the agent; the stack is told to listen on the same host
              stackPort          port of the stack
              data               folder for artifacts, builds, the stack's data, logs and the journal
              tokenSha256        SHA-256 of the bearer token, in hex
              maxArtifactBytes   largest artifact (default 1 GiB)
              maxUnpackedBytes   most that a build may unpack to (default 8 GiB)
              probeMillis, probeTimeoutMillis, stopGraceMillis, firstBackoffMillis, maxBackoffMillis, settleMillis,
              restoreMillis, requestMillis   waits, see Timing
            """;

    private static final int WRONG_USE = 2;
    private static final int CANNOT_START = 1;
    private static final Duration LOCK_WAIT = Duration.ofSeconds(10);

    /** Held as long as the process lives: an unreachable channel would be closed and let go of the lock. */
    @SuppressWarnings("unused")
    private static @Nullable FileLock held;

    private AgentMain() {}

    /** Runs until it is told to end; exits with 2 for wrong settings, with 1 when it cannot start. */
    public static void main(String[] arguments) {
        if (arguments.length == 0 || List.of(arguments).contains("--help")) {
            say(FileDescriptor.out, HELP);
            return;
        }
        try {
            run(AgentConfig.of(Settings.of(arguments, System.getenv())));
        } catch (IllegalArgumentException e) {
            say(FileDescriptor.err, "agent: " + e.getMessage() + "\n");
            System.exit(WRONG_USE);
        } catch (IOException e) {
            say(FileDescriptor.err, "agent: cannot start: " + e + "\n");
            System.exit(CANNOT_START);
        }
    }

    private static void run(AgentConfig config) throws IOException {
        Disk.folder(config.data());
        lock(config.data());
        var agent = Agent.start(config);
        Runtime.getRuntime().addShutdownHook(new Thread(agent::stop, "shutdown"));
        say(
                FileDescriptor.out,
                "agent of " + config.instance() + " listens on " + agent.address() + ", its stack on port "
                        + config.stackPort() + "\n");
    }

    /** Two agents on one folder would fight for one stack; the lock goes with the process. */
    private static void lock(Path data) throws IOException {
        var file = data.resolve("agent.lock");
        if (!Files.exists(file)) {
            Files.createFile(file);
        }
        var channel = FileChannel.open(file, StandardOpenOption.WRITE);
        var wait = new Wake();
        var deadline = Deadline.in(LOCK_WAIT);
        while ((held = channel.tryLock()) == null) {
            if (deadline.passed()) {
                channel.close();
                throw new IOException("another agent runs on " + data);
            }
            wait.pause(Duration.ofMillis(100));
        }
    }

    private static void say(FileDescriptor where, String text) {
        var out = new PrintStream(new FileOutputStream(where), true, StandardCharsets.UTF_8);
        out.print(text);
        out.flush();
    }
}
