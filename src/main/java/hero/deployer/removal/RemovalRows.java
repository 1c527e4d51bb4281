package hero.deployer.removal;

import java.time.Instant;
import java.time.OffsetDateTime;

import io.vertx.mutiny.sqlclient.Row;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.Failure;
import hero.deployer.base.FailureKind;

/** Reads removals out of rows. */
final class RemovalRows {
    private RemovalRows() {}

    static Removal removal(Row row) {
        return new Removal(
                row.getString("id"),
                row.getString("organization"),
                row.getString("instance"),
                row.getString("person"),
                row.getString("parent"),
                row.getString("actor"),
                drain(row),
                state(row),
                row.getOffsetDateTime("started_at").toInstant(),
                instant(row.getOffsetDateTime("ended_at")));
    }

    private static Removal.@Nullable Drain drain(Row row) {
        var until = instant(row.getOffsetDateTime("keep_until"));
        return until == null ? null : new Removal.Drain(until, row.getBoolean("stack_stopped"));
    }

    private static RemovalState state(Row row) {
        return switch (row.getString("state")) {
            case "running" ->
                new RemovalState.Running(
                        row.getInteger("attempts"),
                        row.getString("waiting_for"),
                        row.getOffsetDateTime("gives_up_at").toInstant());
            case "failed" ->
                new RemovalState.Failed(Failure.stored(
                        FailureKind.valueOf(row.getString("problem_kind")),
                        row.getString("problem_code"),
                        row.getString("problem_message"),
                        row.getString("problem_next")));
            case "succeeded" -> new RemovalState.Succeeded();
            default -> throw new IllegalStateException("a removal in state " + row.getString("state"));
        };
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
