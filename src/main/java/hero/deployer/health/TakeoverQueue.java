package hero.deployer.health;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Queue;

import org.jspecify.annotations.Nullable;

import hero.deployer.instance.InstanceRow;

/** Instances that another replica probed until now, to be probed soon and not at one moment. Belongs to one event loop. */
final class TakeoverQueue {
    private final Queue<InstanceRow> waiting = new ArrayDeque<>();
    private final int ticks;
    private int atOnce;

    /** @param ticks over how many ticks a crowd is spread */
    TakeoverQueue(int ticks) {
        this.ticks = ticks;
    }

    void add(Collection<InstanceRow> taken) {
        waiting.addAll(taken);
        atOnce = waiting.size() / ticks + 1;
    }

    /** How many are due at this tick. */
    int due() {
        return Math.min(atOnce, waiting.size());
    }

    @Nullable
    InstanceRow next() {
        return waiting.poll();
    }
}
