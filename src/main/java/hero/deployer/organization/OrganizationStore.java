package hero.deployer.organization;

import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.Tx;
import hero.deployer.organization.Organizations.Organization;

/** The table of organizations, in the caller's transaction. */
@ApplicationScoped
class OrganizationStore {
    private static final String COLUMNS = "slug, number, name, setup, setup_version, channel, build, removing";

    /** Empty when the slug is taken. */
    Uni<Optional<Organization>> insert(Tx tx, Organization made) {
        return tx.rows(
                        "insert into organization (slug, name, setup, setup_version, channel, build)"
                                + " values (cast($1 as text), cast($2 as text), cast($3 as text), cast($4 as integer),"
                                + " cast($5 as text), cast($6 as text)) on conflict (slug) do nothing returning "
                                + COLUMNS,
                        made.slug(),
                        made.name(),
                        made.setup(),
                        made.setupVersion(),
                        made.channel(),
                        made.build())
                .map(OrganizationStore::first);
    }

    Uni<Optional<Organization>> find(Tx tx, String slug) {
        return tx.rows("select " + COLUMNS + " from organization where slug = cast($1 as text)", slug)
                .map(OrganizationStore::first);
    }

    /** Those after a slug, in their order, of the scopes given (null: any), whose slug or name holds {@code q} (null: any). */
    Uni<List<Organization>> list(
            Tx tx, @Nullable List<String> scopes, @Nullable String q, @Nullable String after, int limit) {
        return tx.rows(
                        "select " + COLUMNS + " from organization"
                                + " where (cast($1 as text) is null or slug = any (string_to_array(cast($1 as text), ',')))"
                                + " and (cast($2 as text) is null or position(lower(cast($2 as text)) in lower(slug || ' ' || name)) > 0)"
                                + " and (cast($3 as text) is null or slug > cast($3 as text))"
                                + " order by slug limit cast($4 as integer)",
                        scopes == null ? null : String.join(",", scopes),
                        q,
                        after,
                        limit)
                .map(rows -> rows.stream().map(OrganizationStore::read).toList());
    }

    /** The last of {@code count} numbers; empty when there is none that takes members. */
    Uni<Optional<Long>> takeMemberNumbers(Tx tx, String slug, int count) {
        return tx.rows(
                        "update organization set member_seq = member_seq + cast($2 as integer)"
                                + " where slug = cast($1 as text) and not removing returning member_seq",
                        slug,
                        count)
                .map(rows -> rows.stream().findFirst().map(row -> (Long) row[0]));
    }

    /** Empty when it stands on that already, or is gone. */
    Uni<Optional<Organization>> setBuild(Tx tx, String slug, String build) {
        return tx.rows(
                        "update organization set build = cast($2 as text) where slug = cast($1 as text)"
                                + " and build is distinct from cast($2 as text) returning " + COLUMNS,
                        slug,
                        build)
                .map(OrganizationStore::first);
    }

    /** Empty when it is going away already, or gone. */
    Uni<Optional<Organization>> markRemoving(Tx tx, String slug) {
        return tx.rows(
                        "update organization set removing = true"
                                + " where slug = cast($1 as text) and not removing returning " + COLUMNS,
                        slug)
                .map(OrganizationStore::first);
    }

    /** Empty when it is gone already. */
    Uni<Optional<Organization>> delete(Tx tx, String slug) {
        return tx.rows("delete from organization where slug = cast($1 as text) returning " + COLUMNS, slug)
                .map(OrganizationStore::first);
    }

    private static Optional<Organization> first(List<@Nullable Object[]> rows) {
        return rows.stream().findFirst().map(OrganizationStore::read);
    }

    private static Organization read(@Nullable Object[] row) {
        return new Organization(
                (String) row[0],
                (Long) row[1],
                (String) row[2],
                (String) row[3],
                (Integer) row[4],
                (String) row[5],
                (String) row[6],
                (Boolean) row[7]);
    }
}
