package hero.deployer.identity;

import java.util.List;
import java.util.stream.Collectors;

import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.Page;
import hero.deployer.base.Tx;

/** Lists people to those who may see them: who sees everything, everybody; others those of their own scopes, and themselves. */
@Singleton
final class PeopleDirectory {
    private static final String QUERY = "select p.username, p.name, p.email, p.password_kind = 'one-time',"
            + " coalesce((select string_agg(g.role || ' ' || g.scope, ',' order by g.scope, g.role)"
            + " from role_grant g where g.username = p.username), '')"
            + " from person p where p.username > $1::text"
            + " and ($2::text = '' or p.username ilike $2::text or p.name ilike $2::text or p.email ilike $2::text)"
            + " and ($3::boolean or p.username = $4::text"
            + " or exists (select 1 from person_scope s where s.username = p.username"
            + " and s.scope = any (string_to_array($5::text, ',')))"
            + " or exists (select 1 from role_grant g where g.username = p.username"
            + " and g.scope = any (string_to_array($5::text, ','))))"
            + " order by p.username limit $6::bigint";

    private final Pool pool;

    PeopleDirectory(Pool pool) {
        this.pool = pool;
    }

    Uni<Page<PersonView>> list(Caller caller, @Nullable String search, @Nullable String cursor, int limit) {
        return Tx.of(pool)
                .rows(
                        QUERY,
                        cursor == null ? "" : cursor,
                        pattern(search),
                        caller.may(Role.VIEWER, ""),
                        caller.username(),
                        scopes(caller),
                        limit + 1L)
                .map(rows -> page(rows.stream().map(row -> view(caller, row)).toList(), limit));
    }

    private static Page<PersonView> page(List<PersonView> found, int limit) {
        return found.size() > limit
                ? new Page<>(found.subList(0, limit), found.get(limit - 1).username())
                : Page.all(found);
    }

    private static String scopes(Caller caller) {
        return caller.grants().stream().map(Grant::scope).collect(Collectors.joining(","));
    }

    /** Everything that contains what was typed; its own wildcards mean themselves. */
    private static String pattern(@Nullable String search) {
        if (search == null || search.isBlank()) {
            return "";
        }
        var plain = search.replace("\0", "")
                .replace("\\", "\\\\")
                .replace("%", "\\%")
                .replace("_", "\\_");
        return "%" + plain.strip() + "%";
    }

    private static PersonView view(Caller caller, @Nullable Object[] row) {
        var username = PersonStore.text(row[0]);
        var roles = SessionStore.grants(PersonStore.text(row[4])).stream()
                .filter(grant -> username.equals(caller.username()) || caller.may(Role.VIEWER, grant.scope()))
                .map(RoleView::of)
                .toList();
        return new PersonView(
                username, PersonStore.text(row[1]), PersonStore.text(row[2]), roles, PersonStore.truth(row[3]));
    }
}
