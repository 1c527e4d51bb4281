package hero.deployer.release;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;

import io.smallrye.mutiny.Uni;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.Page;
import hero.deployer.base.ProblemException;
import hero.deployer.base.Tx;

/** Channels and builds in the database, inside the session of whoever calls. */
@ApplicationScoped
class ReleaseStore {

    /** Whether it was new. */
    Uni<Boolean> addChannel(Session session, String name) {
        return Tx.of(session)
                .update("insert into channel (name) values (cast($1 as text)) on conflict do nothing", name)
                .map(rows -> rows == 1);
    }

    /** Whether it was new. A concurrent publisher of the same version is waited for. */
    Uni<Boolean> addBuild(Session session, NewBuild build, Artifact artifact) {
        return Tx.of(session)
                .update("""
                        insert into build (version, sha256, size, notes)
                        values (cast($1 as text), cast($2 as text), cast($3 as bigint), cast($4 as text))
                        on conflict do nothing""", build.version(), artifact.sha256(), artifact.size(), build.notes())
                .map(rows -> rows == 1);
    }

    /** Whether it was not there before. */
    Uni<Boolean> addToChannel(Session session, String channel, String version) {
        return Tx.of(session).update("""
                        insert into channel_build (channel, version) values (cast($1 as text), cast($2 as text))
                        on conflict do nothing""", channel, version).map(rows -> rows == 1);
    }

    Uni<@Nullable BuildEntity> build(Session session, String version) {
        return session.find(BuildEntity.class, version);
    }

    Uni<Boolean> isOnChannel(Session session, String channel, String version) {
        return session.find(ChannelBuildEntity.class, new ChannelBuildEntity.Key(channel, version))
                .map(row -> row != null);
    }

    /** 404 when there is none. */
    Uni<ChannelEntity> channel(Session session, String name) {
        return session.find(ChannelEntity.class, name)
                .onItem()
                .ifNull()
                .failWith(() -> ProblemException.notFound("channel " + name));
    }

    /** The same, with its row locked until the transaction ends. */
    Uni<ChannelEntity> lockChannel(Session session, String name) {
        return session.find(ChannelEntity.class, name, LockModeType.PESSIMISTIC_WRITE)
                .onItem()
                .ifNull()
                .failWith(() -> ProblemException.notFound("channel " + name));
    }

    /** By name. */
    Uni<Page<ChannelView>> channels(Session session, @Nullable String after, int limit) {
        return session.createSelectionQuery("from ChannelEntity where name > :after order by name", ChannelEntity.class)
                .setParameter("after", after == null ? "" : after)
                .setMaxResults(limit + 1)
                .getResultList()
                .map(found -> page(found.stream().map(ChannelView::of).toList(), limit, ChannelView::name));
    }

    /** A channel's builds, the newest first. */
    Uni<Page<BuildView>> builds(Session session, String channel, @Nullable BuildEntity after, int limit) {
        String older =
                after == null ? "" : " and (b.publishedAt < :at or b.publishedAt = :at and b.version < :version)";
        var query = session.createSelectionQuery(
                        "select b from BuildEntity b join ChannelBuildEntity c on c.version = b.version"
                                + " where c.channel = :channel" + older
                                + " order by b.publishedAt desc, b.version desc",
                        BuildEntity.class)
                .setParameter("channel", channel);
        if (after != null) {
            query.setParameter("at", after.publishedAt).setParameter("version", after.version);
        }
        return query.setMaxResults(limit + 1)
                .getResultList()
                .chain(found -> views(session, found))
                .map(views -> page(views, limit, BuildView::version));
    }

    Uni<BuildView> view(Session session, BuildEntity build) {
        return views(session, List.of(build)).map(List::getFirst);
    }

    private Uni<List<BuildView>> views(Session session, List<BuildEntity> builds) {
        return channelsOf(session, builds.stream().map(build -> build.version).toList())
                .map(channels -> builds.stream()
                        .map(build -> BuildView.of(build, channels.getOrDefault(build.version, List.of())))
                        .toList());
    }

    private Uni<Map<String, List<String>>> channelsOf(Session session, List<String> versions) {
        return session.createSelectionQuery(
                        "from ChannelBuildEntity where version in :versions", ChannelBuildEntity.class)
                .setParameter("versions", versions)
                .getResultList()
                .map(rows -> rows.stream()
                        .collect(Collectors.groupingBy(
                                row -> row.version, Collectors.mapping(row -> row.channel, Collectors.toList()))));
    }

    private static <T> Page<T> page(List<T> found, int limit, java.util.function.Function<T, String> cursor) {
        return found.size() <= limit
                ? Page.all(found)
                : new Page<>(found.subList(0, limit), cursor.apply(found.get(limit - 1)));
    }
}
