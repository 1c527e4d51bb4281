package hero.deployer.agent;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Lets the conductor rest until something happens. */
final class Wake {
    private final Semaphore permits = new Semaphore(0);

    void now() {
        permits.release();
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
