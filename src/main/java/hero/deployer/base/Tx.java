package hero.deployer.base;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import org.hibernate.reactive.mutiny.Mutiny;
import org.hibernate.reactive.mutiny.impl.MutinySessionImpl;
import org.hibernate.reactive.pool.ReactiveConnection;
import org.jspecify.annotations.Nullable;

/**
 * The open transaction of whoever calls, so that event, audit, task and idempotency rows commit together with the state they speak of,
 * whether that state is written through the SQL pool or a Panache session.
 *
 * <p>Statements use {@code $1}-style parameters. Cast every parameter and every column to a plain type ({@code text}, {@code bigint},
 * {@code boolean}), so that both sides agree on it; pass JSON as text.
 */
public interface Tx {
    /** Rows of one statement. */
    int PART = 500;

    /** Runs a statement; the number of rows it changed. */
    Uni<Integer> update(String sql, @Nullable Object... parameters);

    /** Runs a query; each row's columns in order. */
    Uni<List<@Nullable Object[]>> rows(String sql, @Nullable Object... parameters);

    /** Many rows in parts of a size that one statement takes well, in their order. */
    static <T> List<List<T>> parts(List<T> all) {
        return IntStream.iterate(0, from -> from < all.size(), from -> from + PART)
                .mapToObj(from -> all.subList(from, Math.min(from + PART, all.size())))
                .toList();
    }

    /**
     * Works on all parts at once: while the database writes one, the rows of the next are made up. One connection keeps the order in which
     * the statements were sent, and the first statements are sent in the order of the parts.
     */
    static <T, R> Uni<List<R>> inParts(List<T> all, Function<List<T>, Uni<R>> work) {
        return all.isEmpty()
                ? Uni.createFrom().item(List.of())
                : Uni.join()
                        .all(parts(all).stream()
                                .map(part -> Uni.createFrom().deferred(() -> work.apply(part)))
                                .toList())
                        .andFailFast();
    }

    /** The transaction that {@code connection} is in. */
    static Tx of(SqlClient connection) {
        return new OverSql(connection);
    }

    /** The transaction of a Hibernate Reactive session. */
    static Tx of(Mutiny.Session session) {
        return new OverSession(session);
    }

    /** Over the reactive PostgreSQL client. */
    record OverSql(SqlClient connection) implements Tx {
        @Override
        public Uni<Integer> update(String sql, @Nullable Object... parameters) {
            return connection.preparedQuery(sql).execute(Tuple.from(parameters)).map(rows -> rows.rowCount());
        }

        @Override
        public Uni<List<@Nullable Object[]>> rows(String sql, @Nullable Object... parameters) {
            return connection.preparedQuery(sql).execute(Tuple.from(parameters)).map(rows -> {
                var all = new ArrayList<@Nullable Object[]>();
                for (var row : rows) {
                    var columns = new @Nullable Object[row.size()];
                    for (int i = 0; i < columns.length; i++) {
                        columns[i] = row.getValue(i);
                    }
                    all.add(columns);
                }
                return all;
            });
        }
    }

    /**
     * On the connection of a Hibernate Reactive session, after what the session has not written yet. (Its own native queries would read
     * the statement for Hibernate's syntax and leave clean-up actions behind.)
     */
    record OverSession(Mutiny.Session session) implements Tx {
        @Override
        public Uni<Integer> update(String sql, @Nullable Object... parameters) {
            return session.flush()
                    .chain(() ->
                            Uni.createFrom().completionStage(() -> connection().update(sql, parameters)));
        }

        @Override
        public Uni<List<@Nullable Object[]>> rows(String sql, @Nullable Object... parameters) {
            return session.flush()
                    .chain(() ->
                            Uni.createFrom().completionStage(() -> connection().select(sql, parameters)))
                    .map(rows -> {
                        var all = new ArrayList<@Nullable Object[]>();
                        rows.forEachRemaining(all::add);
                        return all;
                    });
        }

        private ReactiveConnection connection() {
            return ((MutinySessionImpl) session).getReactiveConnection();
        }
    }
}
