package hero.deployer.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Finds every process of this instance's stack by a variable in its environment, which children inherit: also those that detached
 * themselves, and those that an agent killed in the middle of a start never noted anywhere. A process id that was given to somebody else
 * does not bear the mark.
 */
final class Strays {
    static final String MARK = "HERO_STACK_OF";
    private static final Path PROC = Path.of("/proc");
    private static final int LARGEST_ENVIRONMENT = 4 << 20;
    private static final Duration KILL_WAIT = Duration.ofSeconds(10);

    private final byte[] mark;

    Strays(Path data) {
        this.mark = ("\0" + MARK + "=" + data + "\0").getBytes(StandardCharsets.UTF_8);
    }

    /** Asks them to end, then makes them; true when none is left. */
    boolean end(Duration grace) {
        find().forEach(ProcessHandle::destroy);
        if (gone(grace)) {
            return true;
        }
        find().forEach(ProcessHandle::destroyForcibly);
        return gone(KILL_WAIT);
    }

    private boolean gone(Duration wait) {
        long end = System.nanoTime() + wait.toNanos();
        while (!find().isEmpty()) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
        return true;
    }

    List<ProcessHandle> find() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .filter(this::marked)
                .toList();
    }

    private boolean marked(ProcessHandle process) {
        try (var in = Files.newInputStream(PROC.resolve(process.pid() + "/environ"))) {
            var environment = in.readNBytes(LARGEST_ENVIRONMENT);
            return contains(environment);
        } catch (IOException e) {
            // it ended meanwhile, or is not ours to read: then it is not ours to stop either
            return false;
        }
    }

    private boolean contains(byte[] environment) {
        for (int at = -1; at <= environment.length - mark.length + 1; at++) {
            int same = 0;
            while (same < mark.length && byteAt(environment, at + same) == mark[same]) {
                same++;
            }
            if (same == mark.length) {
                return true;
            }
        }
        return false;
    }

    private static byte byteAt(byte[] bytes, int index) {
        return index < 0 || index >= bytes.length ? 0 : bytes[index];
    }
}
