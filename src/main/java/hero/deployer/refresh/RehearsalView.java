package hero.deployer.refresh;

import java.util.List;
import java.util.stream.IntStream;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import hero.deployer.refresh.RefreshPlanner.Plan;

/**
 * What a refresh would do, as JSON.
 *
 * @param total how many instances it would look at, {@code skipped} of them left alone
 */
record RehearsalView(
        boolean dryRun,
        String organization,
        String build,
        RefreshView.StrategyView strategy,
        RefreshView.ResolvedView resolved,
        long total,
        long skipped,
        List<WaveView> waves,
        List<MemberView> members) {

    /** One wave: {@code canary}, {@code members} or {@code admin}, and how many would be updated in it. */
    record WaveView(
            int wave,

            @Schema(enumeration = {"canary", "members", "admin"})
            String kind,

            long count) {}

    private static final List<String> KINDS = List.of("canary", "members", "admin");

    static RehearsalView of(String organization, String build, Strategy strategy, Plan plan) {
        return new RehearsalView(
                true,
                organization,
                build,
                RefreshView.StrategyView.of(strategy),
                RefreshView.ResolvedView.of(plan.resolved()),
                plan.members().size(),
                plan.members().size() - plan.toDo(),
                IntStream.range(0, KINDS.size())
                        .mapToObj(wave -> new WaveView(wave, KINDS.get(wave), count(plan, wave)))
                        .toList(),
                plan.members().stream()
                        .map(member -> MemberView.of((String) null, member))
                        .toList());
    }

    private static long count(Plan plan, int wave) {
        return plan.members().stream()
                .filter(member -> member.wave() == wave && member.state() == MemberState.PENDING)
                .count();
    }
}
