package hero.deployer.health;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** Lost probes in a row, of the instances that lost any, as one prober counts its own: what another one lost is no second loss. */
final class LossCounter {
    private final Map<String, Integer> lost = new ConcurrentHashMap<>();

    /** One more; how many there are in a row by now. */
    int lost(String instance) {
        return lost.merge(instance, 1, Integer::sum);
    }

    void answered(String instance) {
        lost.remove(instance);
    }

    /** Whether its last probe was lost. */
    boolean isMissed(String instance) {
        return lost.containsKey(instance);
    }

    void keepOnly(Predicate<String> ours) {
        lost.keySet().removeIf(id -> !ours.test(id));
    }
}
