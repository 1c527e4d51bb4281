package hero.deployer.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Linux says of a process. */
final class ProcessStat {
    /** {@code USER_HZ}: the same on every Linux that Java runs on. */
    private static final double TICKS = 100;

    private static final int UTIME = 11;

    private ProcessStat() {}

    /** User and system time of the process itself, in seconds. */
    static double cpuSeconds(long pid) throws IOException {
        return sum(pid, 2);
    }

    /** Of the children of this JVM that have ended, in seconds. */
    static double cpuSecondsOfEndedChildren() throws IOException {
        long self = ProcessHandle.current().pid();
        return sum(self, 4) - sum(self, 2);
    }

    /** The same with the children it has waited for and those that live. */
    static double cpuSecondsOfTree(long pid) throws IOException {
        double all = sum(pid, 4);
        for (var child :
                ProcessHandle.of(pid).stream().flatMap(ProcessHandle::children).toList()) {
            all += cpuIfAlive(child.pid());
        }
        return all;
    }

    private static double cpuIfAlive(long pid) throws IOException {
        return Files.exists(Path.of("/proc", Long.toString(pid))) ? cpuSeconds(pid) : 0;
    }

    // utime, stime, cutime and cstime follow each other
    private static double sum(long pid, int fields) throws IOException {
        var text = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        // the name before may hold anything, spaces and parentheses too
        var parts = text.substring(text.lastIndexOf(')') + 2).split(" ");
        double ticks = 0;
        for (int field = UTIME; field < UTIME + fields; field++) {
            ticks += Long.parseLong(parts[field]);
        }
        return ticks / TICKS;
    }

    /** Resident memory in MiB. */
    static double residentMiB(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .sum()
                / 1024.0;
    }
}
