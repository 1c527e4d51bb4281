package hero.deployer.agent;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * A bounded number of threads for requests, each request with a deadline from its first byte on: a thread that is late is interrupted,
 * which closes its connection.
 */
final class RequestThreads implements Executor {
    static final int MOST = 64;
    private static final ThreadLocal<@Nullable Watch> CURRENT = new ThreadLocal<>();

    private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
    private final ThreadPoolExecutor pool = new ThreadPoolExecutor(
            0, MOST, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> daemon(work, "request"));

    private final Duration usual;

    RequestThreads(Duration usual) {
        this.usual = usual;
        daemon(this::reap, "request-deadlines").start();
    }

    private static Thread daemon(Runnable work, String name) {
        var thread = new Thread(null, work, name, 256 << 10);
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void execute(Runnable work) {
        pool.execute(() -> {
            var watch = new Watch(Thread.currentThread(), Deadline.in(usual));
            watches.add(watch);
            CURRENT.set(watch);
            try {
                work.run();
            } finally {
                CURRENT.remove();
                watches.remove(watch);
                watch.end();
            }
        });
    }

    /** Gives the request on this thread that long from now. */
    static void extend(Duration deadline) {
        var watch = CURRENT.get();
        if (watch != null) {
            watch.deadline = Deadline.in(deadline);
        }
    }

    private void reap() {
        var tick = new Wake();
        while (true) {
            tick.pause(Duration.ofMillis(200));
            watches.forEach(Watch::check);
        }
    }

    private static final class Watch {
        private final Thread thread;
        private volatile Deadline deadline;
        private boolean ended;

        Watch(Thread thread, Deadline deadline) {
            this.thread = thread;
            this.deadline = deadline;
        }

        synchronized void check() {
            if (!ended && deadline.passed()) {
                thread.interrupt();
            }
        }

        synchronized void end() {
            ended = true;
        }
    }
}
