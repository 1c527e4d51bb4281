package hero.deployer.base.http;

import java.util.concurrent.atomic.AtomicLong;

/** The bytes of all bodies that are in memory and not done with, over the whole replica. */
final class BodyBudget {
    private final AtomicLong taken = new AtomicLong();
    private final long most;

    BodyBudget(long most) {
        this.most = most;
    }

    /** Takes so many bytes, or none when they would be too many. */
    boolean take(long bytes) {
        if (taken.addAndGet(bytes) <= most) {
            return true;
        }
        taken.addAndGet(-bytes);
        return false;
    }

    void giveBack(long bytes) {
        taken.addAndGet(-bytes);
    }

    long taken() {
        return taken.get();
    }
}
