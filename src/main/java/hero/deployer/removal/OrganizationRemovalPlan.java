package hero.deployer.removal;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

import hero.deployer.base.Failure;
import hero.deployer.instance.InstanceRow;

/** What to do next about an organization that goes away; pure. */
sealed interface OrganizationRemovalPlan {

    /** Nothing is left but the organization itself. */
    record Finish() implements OrganizationRemovalPlan {}

    /** All that is left has failed: a person must look. */
    record Stop(Failure failure) implements OrganizationRemovalPlan {}

    /** Start (or adopt) these and wait for what runs. */
    record GoOn(List<InstanceRow> start, String waitingFor) implements OrganizationRemovalPlan {}

    /**
     * @param left its instances
     * @param open the removals of them that have not succeeded
     * @param maxParallel how many may run at once
     */
    static OrganizationRemovalPlan of(List<InstanceRow> left, List<Removal> open, int maxParallel) {
        if (left.isEmpty()) {
            return new Finish();
        }
        var byInstance = open.stream()
                .collect(Collectors.toMap(removal -> Objects.requireNonNull(removal.instance()), Function.identity()));
        var fresh = left.stream()
                .filter(instance -> !byInstance.containsKey(instance.id()))
                .sorted(membersFirst())
                .toList();
        long running = open.stream().filter(OrganizationRemovalPlan::isRunning).count();
        if (fresh.isEmpty() && running == 0) {
            return new Stop(causes(byInstance));
        }
        var adopt = left.stream().filter(instance -> isOrphanRun(byInstance.get(instance.id())));
        var begin = fresh.stream().limit(Math.max(0, maxParallel - running));
        var start = java.util.stream.Stream.concat(adopt, begin).toList();
        return new GoOn(start, left.size() == 1 ? "1 instance to go" : left.size() + " instances to go");
    }

    /** The admin instance is the last: whoever looks on still has it. */
    private static Comparator<InstanceRow> membersFirst() {
        return Comparator.comparing((InstanceRow instance) -> instance.role().equals("admin"))
                .thenComparing(InstanceRow::id);
    }

    private static boolean isRunning(Removal removal) {
        return removal.state() instanceof RemovalState.Running;
    }

    /** Started alone before the organization's own: it must wake the organization's when it ends. */
    private static boolean isOrphanRun(@org.jspecify.annotations.Nullable Removal removal) {
        return removal != null && removal.parent() == null && isRunning(removal);
    }

    private static Failure causes(Map<String, Removal> failed) {
        var first = failed.values().stream()
                .filter(removal -> removal.state() instanceof RemovalState.Failed)
                .min(Comparator.comparing(Removal::id))
                .orElseThrow();
        var why = ((RemovalState.Failed) first.state()).failure();
        return new Failure(
                why.kind(),
                why.code(),
                failed.size() + " instances could not be removed; " + first.instance() + ": " + why.message(),
                why.next());
    }
}
