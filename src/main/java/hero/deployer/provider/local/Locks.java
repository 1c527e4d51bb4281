package hero.deployer.provider.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/** One holder at a time, among the threads of this process and the replicas that share the folder. A process that dies lets go. */
record Locks(Path folder) {
    // a file lock excludes other processes only, and overlapping ones in one process are an error
    private static final Map<Path, ReentrantLock> HERE = new ConcurrentHashMap<>();
    private static final int STRIPES = 64;
    private static final long PATIENCE_SECONDS = 30;
    private static final long BETWEEN_LOOKS = TimeUnit.MILLISECONDS.toNanos(10);

    /** Work under a lock. */
    interface Work<T> {
        T run() throws IOException;
    }

    <T> T machine(String name, Work<T> work) throws IOException {
        return hold("machine-" + Math.floorMod(name.hashCode(), STRIPES), work);
    }

    /** Taken inside a machine's lock, never the other way round. */
    <T> T ports(Work<T> work) throws IOException {
        return hold("ports", work);
    }

    private <T> T hold(String lock, Work<T> work) throws IOException {
        var file = Disk.folder(folder).resolve(lock);
        var here = HERE.computeIfAbsent(file, path -> new ReentrantLock(true));
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        acquire(here, lock);
        try (var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var ignored = acquire(channel, lock, until)) {
            return work.run();
        } finally {
            here.unlock();
        }
    }

    /** Another replica's: there is no waiting for it with a bound, so it is asked for again and again. */
    private static FileLock acquire(FileChannel channel, String name, long until) throws IOException {
        for (var held = channel.tryLock(); ; held = channel.tryLock()) {
            if (held != null) {
                return held;
            }
            if (System.nanoTime() - until > 0 || Thread.currentThread().isInterrupted()) {
                throw new IOException("waited too long for " + name + ", which another process holds");
            }
            LockSupport.parkNanos(BETWEEN_LOOKS);
        }
    }

    private static void acquire(ReentrantLock lock, String name) throws IOException {
        try {
            if (!lock.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("waited too long for " + name);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for " + name, e);
        }
    }
}
