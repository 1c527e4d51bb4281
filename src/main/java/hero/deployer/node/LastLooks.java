package hero.deployer.node;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import hero.deployer.provider.ProviderNode;

/** What each provider showed when it was last compared with the table, so that the same look again costs no statement for a while. */
final class LastLooks {
    private final long goodForNanos;
    private final Map<String, Look> looks = new ConcurrentHashMap<>();

    private record Look(Set<ProviderNode> shown, long at) {}

    /** @param goodFor how long an equal look says nothing new; the nodes' mark of having been seen grows old meanwhile */
    LastLooks(Duration goodFor) {
        this.goodForNanos = goodFor.toNanos();
    }

    /** Whether this provider showed the very same a short while ago, and the table agreed. */
    boolean isRepeat(String provider, Collection<ProviderNode> shown, long now) {
        var last = looks.get(provider);
        return last != null && now - last.at < goodForNanos && last.shown.equals(Set.copyOf(shown));
    }

    /** The table agrees by now with what was shown. */
    void agreed(String provider, Collection<ProviderNode> shown, long now) {
        looks.put(provider, new Look(Set.copyOf(shown), now));
    }

    /** Something is still open, such as a node that is not shown any more: the next look counts whatever it shows. */
    void open(String provider) {
        looks.remove(provider);
    }
}
