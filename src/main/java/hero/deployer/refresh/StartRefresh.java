package hero.deployer.refresh;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What to start.
 *
 * @param build the version to bring everyone to, or null for the channel's current one
 * @param dryRun only say what would be done; the older way to ask {@code /refreshes/dry-run}
 */
record StartRefresh(
        @Nullable @Size(min = 1, max = 64) String build,
        @Schema(hidden = true) @Nullable Boolean dryRun,
        @Nullable @Valid StrategyForm strategy) {
    private static final StrategyForm DEFAULTS = new StrategyForm(null, null, null, null, null, null);
    private static final Share ONE = Share.of(1);
    private static final Share NONE = Share.of(0);
    private static final Share QUARTER = new Share(25, true);

    /** As it is sent: a number counts, {@code "25%"} is a share. */
    record StrategyForm(
            @Schema(oneOf = {Integer.class, String.class}) @Nullable
            Object canary,

            @Schema(oneOf = {Integer.class, String.class}) @Nullable
            Object maxParallel,

            @Schema(oneOf = {Integer.class, String.class}) @Nullable
            Object maxFailures,

            @Nullable @Min(0) @Max(86_400) Integer bakeSeconds,
            @Nullable Boolean autoRollback,
            @Nullable @Min(1) @Max(7_200) Integer memberDeadlineSeconds) {}

    boolean rehearses() {
        return Boolean.TRUE.equals(dryRun);
    }

    /** @throws hero.deployer.base.ProblemException 400 with the field named */
    Strategy strategy(RefreshConfig config) {
        var form = strategy == null ? DEFAULTS : strategy;
        return new Strategy(
                Share.parse("strategy.canary", form.canary, ONE, 0),
                Share.parse("strategy.maxParallel", form.maxParallel, QUARTER, 1),
                Share.parse("strategy.maxFailures", form.maxFailures, NONE, 0),
                form.bakeSeconds == null ? config.bakeSeconds() : form.bakeSeconds,
                Boolean.TRUE.equals(form.autoRollback),
                form.memberDeadlineSeconds == null ? config.memberDeadlineSeconds() : form.memberDeadlineSeconds);
    }
}
