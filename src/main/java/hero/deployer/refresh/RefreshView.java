package hero.deployer.refresh;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

import hero.deployer.refresh.Strategy.Resolved;

/**
 * A run as JSON, the same in answers and in the event {@code refresh.state}.
 *
 * @param strategy as it was asked for
 * @param resolved the strategy in numbers
 * @param wave 0 the canary, 1 the members, 2 the admin instance
 * @param bakeUntil until when instances are watched before the run goes on
 * @param failuresSoFar what counts against the bound
 * @param back its members go back to what they had, or went; also while that is paused
 * @param reason why it halted, rolled back or failed, for a person
 * @param verbs what can be done with it now
 * @param by who started it
 * @param priorBuild what the organization stood on before
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RefreshView(
        String id,
        String organization,
        String build,
        @Nullable String priorBuild,

        @Schema(
                enumeration = {
                    "planned",
                    "running",
                    "paused",
                    "halted",
                    "rolling_back",
                    "succeeded",
                    "failed",
                    "cancelled",
                    "rolled_back"
                })
        String state,

        boolean back,

        CountsView counts,
        long total,
        StrategyView strategy,
        ResolvedView resolved,
        int wave,
        boolean canaryPassed,
        @Nullable Instant bakeUntil,
        long failuresSoFar,
        @Nullable String reason,
        List<String> verbs,
        String by,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt) {

    /** How many members stand where. */
    public record CountsView(
            long pending,
            long updating,
            long verifying,
            long succeeded,
            long skipped,
            long failed,
            long unreachable,
            long rolledBack,
            long cancelled) {

        static CountsView of(Counts counts) {
            return new CountsView(
                    counts.pending(),
                    counts.updating(),
                    counts.verifying(),
                    counts.succeeded(),
                    counts.skipped(),
                    counts.failed(),
                    counts.unreachable(),
                    counts.rolledBack(),
                    counts.cancelled());
        }
    }

    /** How careful it is: a number counts, {@code "25%"} is a share. */
    public record StrategyView(
            @Schema(oneOf = {Integer.class, String.class}) Object canary,
            @Schema(oneOf = {Integer.class, String.class}) Object maxParallel,
            @Schema(oneOf = {Integer.class, String.class}) Object maxFailures,
            int bakeSeconds,
            boolean autoRollback,
            int memberDeadlineSeconds) {

        static StrategyView of(Strategy strategy) {
            return new StrategyView(
                    strategy.canary().json(),
                    strategy.maxParallel().json(),
                    strategy.maxFailures().json(),
                    strategy.bakeSeconds(),
                    strategy.autoRollback(),
                    strategy.memberDeadlineSeconds());
        }
    }

    /** The strategy in numbers, of what there was to do at the start. */
    public record ResolvedView(int canary, int parallel, int failures) {
        static ResolvedView of(Resolved resolved) {
            return new ResolvedView(resolved.canary(), resolved.parallel(), resolved.failures());
        }
    }

    /** With its counts as they were last told. */
    static RefreshView of(Refresh run) {
        var state = run.state();
        var counts = state instanceof RefreshState.Cancelled ? run.counts().calledOff() : run.counts();
        var facts = run.facts();
        return new RefreshView(
                run.id(),
                run.organization(),
                run.subject().build(),
                run.subject().priorBuild(),
                state.word(),
                state.back(),
                CountsView.of(counts),
                counts.total(),
                StrategyView.of(run.strategy()),
                ResolvedView.of(run.resolved()),
                run.progress().wave(),
                run.progress().canaryPassed(),
                run.progress().bakeUntil(),
                counts.failures(state.back()),
                run.reason(),
                Stream.of(Verb.values())
                        .filter(verb -> verb.offered(state, facts))
                        .map(Verb::word)
                        .toList(),
                run.by(),
                run.createdAt(),
                run.startedAt(),
                run.endedAt());
    }
}
