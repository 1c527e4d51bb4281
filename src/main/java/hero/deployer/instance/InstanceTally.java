package hero.deployer.instance;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** The counters of one organization, by dimension and value. */
public final class InstanceTally {
    private final Map<String, Map<String, Long>> counts = new HashMap<>();

    private InstanceTally() {}

    record Counter(String dimension, String value, long count) {}

    /** How many instances there are, in which state and health; as JSON in the organization's summary. */
    public record Instances(
            long total, long ready, long failed, long healthy, long degraded, long unreachable, long unknown) {}

    /** How many instances reported this build last. */
    public record BuildCount(String version, long count) {}

    static InstanceTally of(List<Counter> counters) {
        var tally = new InstanceTally();
        for (var counter : counters) {
            tally.counts
                    .computeIfAbsent(counter.dimension(), dimension -> new HashMap<>())
                    .put(counter.value(), counter.count());
        }
        return tally;
    }

    public Instances instances() {
        return new Instances(
                sum("state"),
                state(InstanceState.READY),
                state(InstanceState.FAILED),
                health(Health.HEALTHY),
                health(Health.DEGRADED),
                health(Health.UNREACHABLE),
                health(Health.UNKNOWN));
    }

    /** The builds that run, the most used first. */
    public List<BuildCount> builds() {
        return counts.getOrDefault("build", Map.of()).entrySet().stream()
                .map(build -> new BuildCount(build.getKey(), build.getValue()))
                .sorted(Comparator.comparingLong(BuildCount::count).reversed().thenComparing(BuildCount::version))
                .toList();
    }

    /** Instances whose observed build differs from the decided one with nothing in flight. */
    public long drifted() {
        return count("drifted", "true");
    }

    public long pinned() {
        return count("pinned", "true");
    }

    /** Unpinned instances that are meant to be on another build than the channel's current one; none where it has none. */
    public long outdated(@Nullable String currentBuild) {
        return currentBuild == null ? 0 : sum("desired") - count("desired", currentBuild);
    }

    private long state(InstanceState state) {
        return count("state", state.word());
    }

    private long health(Health health) {
        return count("health", health.word());
    }

    private long sum(String dimension) {
        return counts.getOrDefault(dimension, Map.of()).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private long count(String dimension, String value) {
        return counts.getOrDefault(dimension, Map.of()).getOrDefault(value, 0L);
    }
}
