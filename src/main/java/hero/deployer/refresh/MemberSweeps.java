package hero.deployer.refresh;

import java.util.ArrayList;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;

/** What a verb makes of the members at large, written by the run's own turn; each may be repeated. Answers who changed. */
@ApplicationScoped
class MemberSweeps {
    private static final String CALL_OFF = """
            update refresh_member set state = 'cancelled', reason = $2, ended_at = clock_timestamp()
            where refresh = $1 and state = 'pending' and not back and attempts = 0 returning *""";

    private static final String CALL_OFF_ALL = """
            update refresh_member set state = 'cancelled', reason = $2, ended_at = clock_timestamp()
            where refresh = $1 and state = 'pending' returning *""";

    private static final String AGAIN = """
            update refresh_member set state = 'pending', problem_kind = null, problem_code = null, problem_message = null, problem_next = null,
              ended_at = null
            where refresh = $1 and (state in ('failed', 'unreachable') or state = 'rolled_back' and not back)
              and not (back and from_build is null) returning *""";

    // a member that waited for another try when it was called off was told of the build, too; so was one that waited to
    // go back
    private static final String GO_BACK = """
            update refresh_member set back = true, reason = null, ended_at = case when from_build is null then clock_timestamp() end,
              state = case when from_build is null then 'failed' else 'pending' end,
              problem_kind = case when from_build is null then 'REFUSED' end,
              problem_code = case when from_build is null then 'no-build-before' end,
              problem_message = case when from_build is null
                then 'The instance ' || instance || ' had no build before, so there is none to go back to.' end,
              problem_next = case when from_build is null then 'It stays on build ' || to_build || '; refresh it to another one.' end
            where refresh = $1
              and (not back and attempts > 0 and state in ('pending', 'succeeded', 'failed', 'unreachable', 'rolled_back')
                or (back or attempts > 0) and state = 'cancelled' and reason = $2) returning *""";

    private static final String CANCELLED = "The refresh was cancelled.";

    /** Nobody who has not begun will begin. */
    Uni<List<Member>> callOff(SqlClient tx, String run) {
        return sweep(tx, CALL_OFF_ALL, Tuple.of(run, CANCELLED));
    }

    /** The failed ones wait once more. */
    Uni<List<Member>> again(SqlClient tx, String run) {
        return sweep(tx, AGAIN, Tuple.of(run));
    }

    /** Nobody goes forward any more; whoever was told of the new build goes back. */
    Uni<List<Member>> goBack(SqlClient tx, String run) {
        return sweep(tx, CALL_OFF, Tuple.of(run, "The refresh was rolled back."))
                .chain(called -> sweep(tx, GO_BACK, Tuple.of(run, CANCELLED)).map(back -> {
                    var all = new ArrayList<>(called);
                    all.addAll(back);
                    return List.copyOf(all);
                }));
    }

    private static Uni<List<Member>> sweep(SqlClient tx, String sql, Tuple parameters) {
        return tx.preparedQuery(sql)
                .execute(parameters)
                .map(rows -> RefreshRow.stream(rows).map(RefreshRow::member).toList());
    }
}
