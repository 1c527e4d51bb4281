package hero.deployer.refresh;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;

/** What is read of members for people. */
@ApplicationScoped
class MemberQueries {

    /** In the order of starting; one more than asked for, where there are more. */
    Uni<List<Member>> page(SqlClient tx, Refresh run, MemberQuery query) {
        return tx.preparedQuery("""
                        select * from refresh_member where refresh = $1 and position > $2
                          and ($3::text is null or case when $7 and state = 'pending' then 'cancelled' else state end = $3)
                          and ($4::int is null or wave = $4)
                          and ($5::text is null or instance like $5 or person like $5 or lower(node) like $5)
                          and ($8 or problem_kind is not null)
                        order by position limit $6""")
                .execute(Tuple.tuple()
                        .addValue(run.id())
                        .addValue(query.after())
                        .addValue(query.state)
                        .addValue(query.wave)
                        .addValue(query.pattern())
                        // what failed alike is known of the text alone, so all that failed are looked through
                        .addValue(query.cause == null ? query.limit + 1 : null)
                        .addValue(run.state() instanceof RefreshState.Cancelled)
                        .addValue(query.cause == null))
                .map(rows -> RefreshRow.stream(rows)
                        .map(RefreshRow::member)
                        .filter(query::asksFor)
                        .limit(query.limit + 1L)
                        .toList());
    }

    /** Those that have a problem. */
    Uni<List<Member>> failed(SqlClient tx, String run) {
        return tx.preparedQuery(
                        "select * from refresh_member where refresh = $1 and problem_kind is not null order by position")
                .execute(Tuple.of(run))
                .map(rows -> RefreshRow.stream(rows).map(RefreshRow::member).toList());
    }
}
