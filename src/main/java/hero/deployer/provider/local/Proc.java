package hero.deployer.provider.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** This machine's processes, as {@code /proc} shows them. */
final class Proc {
    private static final Path PROC = Path.of("/proc");
    private static final String BOOT =
            read(PROC.resolve("sys/kernel/random/boot_id")).orElse("").strip();

    private Proc() {}

    /**
     * A process that runs: no zombie.
     *
     * @param session the session it belongs to
     */
    record Running(ProcessId id, long session) {}

    /** The process of that number, unless there is none or it is a zombie. */
    static Optional<Running> find(long pid) {
        return text(pid, "stat").flatMap(stat -> parse(pid, stat));
    }

    /** The name may hold blanks and brackets: the fields are counted from behind its last bracket. */
    static Optional<Running> parse(long pid, String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
        boolean ended = fields[0].equals("Z") || fields[0].equals("X");
        return ended
                ? Optional.empty()
                : Optional.of(
                        new Running(new ProcessId(pid, Long.parseLong(fields[19]), BOOT), Long.parseLong(fields[3])));
    }

    static boolean isRunning(ProcessId id) {
        return find(id.pid()).filter(found -> found.id().equals(id)).isPresent();
    }

    /** The arguments it was started with; none or half of them while it becomes another program. */
    static List<String> arguments(long pid) {
        return split(pid, "cmdline");
    }

    /** Its variables, as {@code NAME=value}, as far as they may be read; none or half of them while it becomes another program. */
    static List<String> environment(long pid) {
        return split(pid, "environ");
    }

    /** All that run now and pass. */
    static List<Running> all(Predicate<Running> filter) throws IOException {
        try (Stream<Path> entries = Files.list(PROC)) {
            return entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> Character.isDigit(name.charAt(0)))
                    .flatMap(name -> find(Long.parseLong(name)).stream())
                    .filter(filter)
                    .toList();
        }
    }

    private static List<String> split(long pid, String file) {
        return text(pid, file).map(text -> Arrays.asList(text.split("\0"))).orElseGet(List::of);
    }

    private static Optional<String> text(long pid, String file) {
        return read(PROC.resolve(Long.toString(pid)).resolve(file));
    }

    // a process may end between any two looks, and others' are not ours to read
    private static Optional<String> read(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            return bytes.length == 0 ? Optional.empty() : Optional.of(new String(bytes, StandardCharsets.UTF_8));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }
}
