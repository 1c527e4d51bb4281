package hero.deployer.refresh;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import hero.deployer.refresh.Strategy.Resolved;

/**
 * One run.
 *
 * @param version counts every change of it
 * @param priorBuild what the organization stood on before
 * @param retry somebody wants the failed ones to be tried again
 * @param counts how its members stood when they were last told of
 * @param newest no later run of the organization has begun
 */
record Refresh(
        String id,
        long seq,
        long version,
        Subject subject,
        Strategy strategy,
        Resolved resolved,
        RefreshState state,
        boolean retry,
        @Nullable String reason,
        Progress progress,
        Counts counts,
        String by,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        boolean newest) {

    /** What is brought to what. */
    record Subject(
            String organization,
            long organizationNumber,
            String build,
            @Nullable String priorBuild) {}

    /**
     * How far the plan has come.
     *
     * @param wave the one that is under way
     * @param bakeUntil until when its instances must stay healthy, or null while none is watched
     */
    record Progress(
            int wave, boolean canaryPassed, @Nullable Instant bakeUntil) {
        static final Progress NONE = new Progress(RefreshPlanner.CANARY, false, null);

        Progress bakes(Instant until) {
            return new Progress(wave, canaryPassed, until);
        }

        Progress baked() {
            return new Progress(wave, canaryPassed, null);
        }

        Progress passes() {
            return new Progress(Math.max(wave, RefreshPlanner.MEMBERS), true, null);
        }

        Progress at(int next) {
            return new Progress(next, canaryPassed, bakeUntil);
        }
    }

    String organization() {
        return subject.organization;
    }

    HaltPolicy haltPolicy() {
        return new HaltPolicy(resolved.failures());
    }

    Verb.Facts facts() {
        boolean failed = counts.failures(state.back()) > 0;
        return new Verb.Facts(failed, failed || counts.succeeded() > 0 || counts.inFlight() > 0, newest);
    }

    Refresh with(RefreshState next, @Nullable String why) {
        return copy(next, retry, why, progress, counts);
    }

    Refresh with(RefreshState next) {
        return with(next, reason);
    }

    Refresh with(Progress next) {
        return copy(state, retry, reason, next, counts);
    }

    Refresh with(Counts next) {
        return copy(state, retry, reason, progress, next);
    }

    Refresh retrying(boolean next) {
        return copy(state, next, reason, progress, counts);
    }

    private Refresh copy(
            RefreshState nextState,
            boolean nextRetry,
            @Nullable String nextReason,
            Progress nextProgress,
            Counts nextCounts) {
        return new Refresh(
                id,
                seq,
                version,
                subject,
                strategy,
                resolved,
                nextState,
                nextRetry,
                nextReason,
                nextProgress,
                nextCounts,
                by,
                createdAt,
                startedAt,
                endedAt,
                newest);
    }
}
