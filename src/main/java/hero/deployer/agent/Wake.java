package hero.deployer.agent;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Lets the conductor rest until something happens. */
final class Wake {
    private final Semaphore permits = new Semaphore(0);
    private volatile boolean closing;

    void now() {
        permits.release();
    }

    /** From now on no wait is begun. */
    void close() {
        closing = true;
        now();
    }

    boolean closing() {
        return closing;
    }

    /** As {@link #pause}, for a wait in the middle of something: given up by {@link ClosingException} when the agent ends. */
    void pauseUnlessClosing(Duration longest) {
        if (!closing) {
            pause(longest);
        }
        if (closing) {
            throw new ClosingException();
        }
    }

    /** Returns when woken, at the latest after this long; an interruption counts as waking. */
    void pause(Duration longest) {
        try {
            if (permits.tryAcquire(longest.toNanos(), TimeUnit.NANOSECONDS)) {
                permits.drainPermits();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
