package hero.deployer.provider.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.Failure;
import hero.deployer.base.FailureException;
import hero.deployer.base.FailureKind;

/** The bounded threads on which files are written and processes waited for, never the caller's. */
final class Workers implements AutoCloseable {
    private static final int QUEUE = 2_000;

    private final ThreadPoolExecutor threads;

    Workers(int most) {
        threads = new ThreadPoolExecutor(most, most, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(QUEUE), task -> {
            var thread = new Thread(task, "local-provider");
            thread.setDaemon(true);
            return thread;
        });
        threads.allowCoreThreadTimeOut(true);
    }

    /** Runs it there. What goes wrong with files or processes has an unknown outcome; a call that nobody awaits any more ends all the same. */
    <T extends @Nullable Object> Uni<T> run(Callable<T> work) {
        return Uni.createFrom()
                .<T>emitter(emitter -> {
                    try {
                        threads.execute(() -> {
                            try {
                                emitter.complete(work.call());
                            } catch (Exception e) {
                                emitter.fail(e);
                            }
                        });
                    } catch (RejectedExecutionException full) {
                        emitter.fail(new IOException("too much is waiting for it already", full));
                    }
                })
                .onFailure(failure -> failure instanceof IOException || failure instanceof UncheckedIOException)
                .transform(Workers::unknown);
    }

    private static FailureException unknown(Throwable failure) {
        var told = new FailureException(new Failure(
                FailureKind.TRANSIENT,
                "This machine had trouble with a file or a process: " + failure.getMessage(),
                "It is tried again; look at the disk and the deployer's log if it stays."));
        told.initCause(failure);
        return told;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
