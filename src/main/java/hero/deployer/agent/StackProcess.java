package hero.deployer.agent;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** One run of the stack's {@code run}. */
final class StackProcess {
    private final Process process;
    private final Deployed build;
    private final long startedNanos = System.nanoTime();

    private StackProcess(Process process, Deployed build) {
        this.process = process;
        this.build = build;
    }

    /** Starts it; {@code ended} runs when it ends, on some thread. */
    static StackProcess start(AgentConfig config, Deployed build, Path folder, StackLog log, Runnable ended)
            throws IOException {
        var builder = new ProcessBuilder(folder.resolve("run").toString());
        builder.directory(folder.toFile()).redirectErrorStream(true);
        // our own environment is nobody's business but ours
        builder.environment().clear();
        builder.environment().putAll(environment(config, build));
        var process = builder.start();
        process.getOutputStream().close();
        pump(process.getInputStream(), log);
        process.onExit().thenRun(ended);
        return new StackProcess(process, build);
    }

    private static Map<String, String> environment(AgentConfig config, Deployed build) {
        var stackData = config.data().resolve("stack").toString();
        var environment = new HashMap<>(Map.of(
                "PATH",
                System.getenv().getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin"),
                "LANG",
                "C.UTF-8",
                "HOME",
                stackData));
        environment.putAll(build.environment());
        environment.putAll(Map.of(
                "PORT",
                Integer.toString(config.stackPort()),
                "HOST",
                config.stackHost(),
                "DATA_DIR",
                stackData,
                "JAVA_HOME",
                System.getProperty("java.home"),
                "HERO_ORGANIZATION",
                config.organization(),
                "HERO_INSTANCE",
                config.instance(),
                "HERO_BUILD",
                build.version(),
                Strays.MARK,
                config.data().toString()));
        return environment;
    }

    private static void pump(InputStream output, StackLog log) {
        var thread = new Thread(null, () -> copy(output, log), "stack-output", 128 << 10);
        thread.setDaemon(true);
        thread.start();
    }

    private static void copy(InputStream output, StackLog log) {
        var buffer = new byte[8 << 10];
        try (output) {
            for (int read = output.read(buffer); read >= 0; read = output.read(buffer)) {
                log.write(buffer, read);
            }
        } catch (IOException e) {
            log.line("the stack's output ended: " + e.getMessage());
        }
    }

    boolean alive() {
        return process.isAlive();
    }

    /** For one that hid from the polite way. */
    void kill() {
        process.destroyForcibly();
    }

    /** How it ended, for a person; only when it did. */
    String ending() {
        return "ended with exit code " + process.exitValue();
    }

    Deployed build() {
        return build;
    }

    long nanosUp() {
        return System.nanoTime() - startedNanos;
    }
}
