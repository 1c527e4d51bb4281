package hero.deployer.onboarding;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import org.jspecify.annotations.Nullable;

import hero.deployer.onboarding.Effects.Creation;
import hero.deployer.onboarding.Effects.Install;

/** A run to and from its row. */
final class OnboardingRow {
    private OnboardingRow() {}

    static Stream<Row> stream(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false);
    }

    static Onboarding read(Row row) {
        return new Onboarding(
                row.getString("id"),
                row.getLong("version"),
                new Onboarding.Subject(
                        row.getString("organization"),
                        row.getLong("organization_number"),
                        row.getString("instance"),
                        row.getString("person"),
                        row.getString("role"),
                        row.getString("node"),
                        row.getString("build")),
                state(row),
                new Onboarding.Made(
                        row.getBoolean("made_instance"),
                        row.getBoolean("made_account"),
                        row.getBoolean("made_machine"),
                        row.getString("prior_state")),
                new Effects(Creation.valueOf(row.getString("creation")), time(row, "asked_at"), install(row)),
                row.getString("started_by"),
                row.getOffsetDateTime("created_at").toInstant(),
                time(row, "ended_at"));
    }

    /** The columns that change, in the order of the store's update. */
    static Tuple changing(Onboarding onboarding) {
        var state = onboarding.state();
        var undo = state instanceof OnboardingState.Cancelling cancelling ? cancelling : null;
        var effects = onboarding.effects();
        var install = effects.install();
        return Tuple.tuple()
                .addValue(onboarding.id())
                .addValue(state.stored())
                .addValue(StagesJson.write(state.stages()))
                .addValue(undo == null ? 0 : undo.misses())
                .addValue(undo == null ? "" : undo.waitingFor())
                .addValue(effects.creation().name())
                .addValue(effects.askedAt() == null ? null : effects.askedAt().atOffset(ZoneOffset.UTC))
                .addValue(install == null ? null : install.operation())
                .addValue(install == null ? 0L : install.fence())
                .addValue(install == null ? null : install.build())
                .addValue(install != null && install.commanded())
                .addValue(install == null ? 0L : install.seq())
                .addValue(state.ended())
                .addValue(onboarding.subject().build());
    }

    private static OnboardingState state(Row row) {
        var stages = StagesJson.read(row.getJsonObject("stages"));
        return switch (row.getString("state")) {
            case "running" -> new OnboardingState.Running(stages, stages.current());
            case "failed" -> new OnboardingState.Failed(stages, stages.current());
            case "cancelling" ->
                new OnboardingState.Cancelling(
                        stages, row.getInteger("undo_misses"), row.getString("undo_waiting_for"));
            case "succeeded" -> new OnboardingState.Succeeded(stages);
            case "cancelled" -> new OnboardingState.Cancelled(stages);
            default -> throw new IllegalArgumentException("unknown onboarding state " + row.getString("state"));
        };
    }

    private static @Nullable Install install(Row row) {
        var operation = row.getString("operation");
        return operation == null
                ? null
                : new Install(
                        operation,
                        row.getLong("operation_fence"),
                        row.getString("operation_build"),
                        row.getBoolean("operation_commanded"),
                        row.getLong("operation_seq"));
    }

    private static @Nullable Instant time(Row row, String column) {
        var time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant();
    }
}
