package hero.deployer.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A process of the bench's own: started with a log, ended with the bench. */
final class Program implements AutoCloseable {
    private static final int END_SECONDS = 20;

    private final String name;
    private final Process process;
    private final Path log;

    Program(String name, Path folder, Map<String, String> environment, List<String> command) throws IOException {
        this.name = name;
        this.log = folder.resolve(name + ".log");
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        this.process = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    }

    /** A Java program of the bench's own classes, lean. */
    static Program java(
            String name, Path folder, String heap, Map<String, String> environment, Class<?> main, String... arguments)
            throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-XX:+UseSerialGC",
                "-XX:+IgnoreUnrecognizedVMOptions",
                "-XX:+UseCompactObjectHeaders",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        return new Program(name, folder, environment, command);
    }

    long pid() {
        return process.pid();
    }

    /** Waits until {@code ready} holds; fails when the process ends before. */
    void await(String what, Duration patience, Callable<Boolean> ready) throws Exception {
        Wait.until(name + ": " + what, patience, () -> {
            if (!process.isAlive()) {
                throw new IllegalStateException(name + " ended: " + tail());
            }
            return ready.call();
        });
    }

    boolean hasSaid(String words) throws IOException {
        return Files.readString(log).contains(words);
    }

    Stream<String> lines() throws IOException {
        return Files.readAllLines(log).stream();
    }

    String tail() throws IOException {
        var lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
