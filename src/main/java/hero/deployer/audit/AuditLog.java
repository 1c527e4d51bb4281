package hero.deployer.audit;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.Page;
import hero.deployer.base.ProblemException;
import hero.deployer.base.Tx;

/** Appends audit rows inside the transaction of the change they tell of. */
@ApplicationScoped
public class AuditLog {
    /** How many rows one page may look at in search of what the reader may see. */
    private static final int LOOKED_AT = 2_000;

    private static final String APPEND = """
            insert into audit (actor, action, scope, subject, detail)
            values ($1::text, $2::text, $3::text, $4::text, $5::text::jsonb)""";

    private static final String APPEND_ALL = """
            insert into audit (actor, action, scope, subject, detail)
            select actor, action, scope, subject, detail::jsonb
            from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[]) with ordinality
                as given (actor, action, scope, subject, detail, place)
            order by place""";

    private static final String READ = """
            select id::bigint, at::timestamptz, actor::text, action::text, scope::text, subject::text, detail::text
            from audit where id < $1::bigint %s
              and ($6::boolean or id >= coalesce((select max(born.id) from audit born
                where born.scope = audit.scope and born.action = 'organization.create'), 0))
            order by id desc limit $5::integer""";

    private final Pool pool;
    private final ObjectMapper mapper;

    AuditLog(Pool pool, ObjectMapper mapper) {
        this.pool = pool;
        this.mapper = mapper;
    }

    public Uni<Void> append(Tx tx, AuditEntry entry) {
        return tx.update(APPEND, entry.actor(), entry.action(), entry.scope(), entry.subject(), json(entry))
                .replaceWithVoid();
    }

    /** Appends several with one statement. */
    public Uni<Void> append(Tx tx, List<AuditEntry> entries) {
        return entries.isEmpty()
                ? Uni.createFrom().voidItem()
                : tx.update(
                                APPEND_ALL,
                                column(entries, AuditEntry::actor),
                                column(entries, AuditEntry::action),
                                column(entries, AuditEntry::scope),
                                column(entries, AuditEntry::subject),
                                column(entries, this::json))
                        .replaceWithVoid();
    }

    private static String[] column(List<AuditEntry> entries, Function<AuditEntry, String> value) {
        return entries.stream().map(value).toArray(String[]::new);
    }

    /**
     * Rows, newest first. A page may hold fewer than {@code limit} though there are more: {@code next} tells.
     *
     * @param scope exactly this scope, or null for any
     * @param mayRead asked per row with its scope
     * @param cursor from the last page
     */
    public Uni<Page<AuditRecord>> read(
            @Nullable String scope, Predicate<String> mayRead, @Nullable String cursor, int limit) {
        return read(new Filter(scope, null, null, true), mayRead, cursor, limit);
    }

    /**
     * Narrows a reading; null means any.
     *
     * @param past also rows of a scope from before it was made anew: whoever has a right over it now had none over what was called the same
     */
    public record Filter(
            @Nullable String scope,
            @Nullable String actor,
            @Nullable String subject,
            boolean past) {}

    /** The same, narrowed by more than the scope. */
    public Uni<Page<AuditRecord>> read(Filter filter, Predicate<String> mayRead, @Nullable String cursor, int limit) {
        long before = cursor == null ? Long.MAX_VALUE : parse(cursor);
        return Tx.of(pool)
                .rows(sql(filter), before, filter.scope(), filter.actor(), filter.subject(), LOOKED_AT, filter.past())
                .map(rows -> page(rows, mayRead, limit));
    }

    /** Each filter by itself, so that its index serves whatever plan was made; one that is not asked for is still a parameter. */
    private static String sql(Filter filter) {
        return READ.formatted((filter.scope() == null ? "and $2::text is null" : "and scope = $2::text")
                + (filter.actor() == null ? " and $3::text is null" : " and actor = $3::text")
                + (filter.subject() == null ? " and $4::text is null" : " and subject = $4::text"));
    }

    private static Page<AuditRecord> page(List<@Nullable Object[]> rows, Predicate<String> mayRead, int limit) {
        var items = new ArrayList<AuditRecord>();
        for (var row : rows) {
            var item = item(row);
            if (!mayRead.test(item.scope())) {
                continue;
            }
            if (items.size() == limit) {
                return new Page<>(items, items.getLast().id());
            }
            items.add(item);
        }
        return new Page<>(items, rows.size() == LOOKED_AT ? String.valueOf(rows.getLast()[0]) : null);
    }

    private static AuditRecord item(@Nullable Object[] row) {
        if (!(row[1] instanceof OffsetDateTime at)) {
            throw new IllegalStateException("an audit row without its time");
        }
        return new AuditRecord(
                String.valueOf(row[0]),
                at.toInstant(),
                String.valueOf(row[2]),
                String.valueOf(row[3]),
                String.valueOf(row[4]),
                String.valueOf(row[5]),
                new JsonObject(String.valueOf(row[6])));
    }

    private static long parse(String cursor) {
        try {
            return Long.parseLong(cursor);
        } catch (NumberFormatException e) {
            throw ProblemException.badField("cursor", "is not one that a page gave");
        }
    }

    private String json(AuditEntry entry) {
        try {
            return mapper.writeValueAsString(entry.detail());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an audit row cannot be written as JSON: " + entry.action(), e);
        }
    }
}
