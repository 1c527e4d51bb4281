package hero.deployer.refresh;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.Failure;
import hero.deployer.base.FailureKind;

/** Runs and members to and from their rows. */
final class RefreshRow {
    private RefreshRow() {}

    static Stream<Row> stream(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false);
    }

    static Refresh read(Row row) {
        return new Refresh(
                row.getString("id"),
                row.getLong("seq"),
                row.getLong("version"),
                new Refresh.Subject(
                        row.getString("organization"),
                        row.getLong("organization_number"),
                        row.getString("build"),
                        row.getString("prior_build")),
                strategy(row),
                new Strategy.Resolved(
                        row.getInteger("canary_count"), row.getInteger("parallel"), row.getInteger("failures")),
                RefreshState.of(row.getString("state"), row.getBoolean("back")),
                row.getBoolean("retry"),
                row.getString("reason"),
                new Refresh.Progress(row.getShort("wave"), row.getBoolean("canary_passed"), time(row, "bake_until")),
                counts(new JsonObject(row.getString("counts"))),
                row.getString("started_by"),
                row.getOffsetDateTime("created_at").toInstant(),
                time(row, "started_at"),
                time(row, "ended_at"),
                row.getBoolean("newest"));
    }

    private static Strategy strategy(Row row) {
        return new Strategy(
                Share.stored(row.getString("canary")),
                Share.stored(row.getString("max_parallel")),
                Share.stored(row.getString("max_failures")),
                row.getInteger("bake_seconds"),
                row.getBoolean("auto_rollback"),
                row.getInteger("member_deadline"));
    }

    private static Counts counts(JsonObject json) {
        return new Counts(
                json.getLong("pending"),
                json.getLong("updating"),
                json.getLong("verifying"),
                json.getLong("succeeded"),
                json.getLong("skipped"),
                json.getLong("failed"),
                json.getLong("unreachable"),
                json.getLong("rolledBack"),
                json.getLong("cancelled"));
    }

    static String json(Counts counts) {
        return new JsonObject()
                .put("pending", counts.pending())
                .put("updating", counts.updating())
                .put("verifying", counts.verifying())
                .put("succeeded", counts.succeeded())
                .put("skipped", counts.skipped())
                .put("failed", counts.failed())
                .put("unreachable", counts.unreachable())
                .put("rolledBack", counts.rolledBack())
                .put("cancelled", counts.cancelled())
                .encode();
    }

    /** The columns of a new run, in the order of the store's insert. */
    static Tuple inserting(Refresh run) {
        var subject = run.subject();
        var strategy = run.strategy();
        var resolved = run.resolved();
        return Tuple.tuple()
                .addValue(run.id())
                .addValue(subject.organization())
                .addValue(subject.organizationNumber())
                .addValue(subject.build())
                .addValue(subject.priorBuild())
                .addValue(run.state().word())
                .addValue(strategy.canary().text())
                .addValue(strategy.maxParallel().text())
                .addValue(strategy.maxFailures().text())
                .addValue(strategy.bakeSeconds())
                .addValue(strategy.autoRollback())
                .addValue(strategy.memberDeadlineSeconds())
                .addValue(resolved.canary())
                .addValue(resolved.parallel())
                .addValue(resolved.failures())
                .addValue(json(run.counts()))
                .addValue(run.by());
    }

    /** The columns that change, in the order of the store's update. */
    static Tuple changing(Refresh run, boolean quiet) {
        var progress = run.progress();
        return Tuple.tuple()
                .addValue(run.id())
                .addValue(run.state().word())
                .addValue(run.state().back())
                .addValue(run.retry())
                .addValue(run.reason())
                .addValue(progress.wave())
                .addValue(progress.canaryPassed())
                .addValue(
                        progress.bakeUntil() == null
                                ? null
                                : progress.bakeUntil().atOffset(ZoneOffset.UTC))
                .addValue(json(run.counts()))
                .addValue(!run.state().open() && quiet);
    }

    static Member member(Row row) {
        return new Member(
                row.getString("instance"),
                row.getString("person"),
                row.getString("role"),
                row.getString("node"),
                row.getInteger("position"),
                row.getShort("wave"),
                MemberState.of(row.getString("state")),
                row.getBoolean("back"),
                row.getBoolean("was_failed"),
                row.getString("from_build"),
                row.getString("to_build"),
                row.getInteger("attempts"),
                row.getString("operation"),
                row.getLong("fence"),
                row.getString("reason"),
                problem(row),
                time(row, "started_at"),
                time(row, "ended_at"));
    }

    private static @Nullable Failure problem(Row row) {
        var kind = row.getString("problem_kind");
        return kind == null
                ? null
                : Failure.stored(
                        FailureKind.valueOf(kind),
                        row.getString("problem_code"),
                        row.getString("problem_message"),
                        row.getString("problem_next"));
    }

    static @Nullable Instant time(Row row, String column) {
        var at = row.getOffsetDateTime(column);
        return at == null ? null : at.toInstant();
    }
}
