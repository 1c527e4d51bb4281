package hero.deployer.refresh;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import jakarta.enterprise.context.ApplicationScoped;

/** Breaks a turn off at a named point, as if the process had been killed there. */
@ApplicationScoped
class BreakPoints implements FailPoint {
    private final Queue<String> armed = new ConcurrentLinkedQueue<>();

    /** The next run breaks off at each of these points, once, in this order. */
    void arm(String... points) {
        armed.clear();
        armed.addAll(List.of(points));
    }

    boolean isArmed() {
        return !armed.isEmpty();
    }

    @Override
    public void at(String name, String refresh) {
        if (name.equals(armed.peek())) {
            armed.remove();
            throw new BrokenOff(name);
        }
    }

    /** As if the process had died. */
    static final class BrokenOff extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BrokenOff(String point) {
            super("broken off at " + point, null, false, false);
        }
    }
}
