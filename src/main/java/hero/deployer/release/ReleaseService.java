package hero.deployer.release;

import java.util.Map;
import java.util.Objects;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.jspecify.annotations.Nullable;

import hero.deployer.audit.AuditEntry;
import hero.deployer.audit.AuditLog;
import hero.deployer.base.ProblemException;
import hero.deployer.base.Tx;
import hero.deployer.events.EventLog;
import hero.deployer.events.NewEvent;

/** What is done to channels and builds; every change with its event and its audit row. */
@ApplicationScoped
class ReleaseService {
    private final ReleaseStore store;
    private final EventLog events;
    private final AuditLog audit;

    ReleaseService(ReleaseStore store, EventLog events, AuditLog audit) {
        this.store = store;
        this.events = events;
        this.audit = audit;
    }

    /** A build as it is now, and whether publishing changed anything. */
    record Published(BuildView build, boolean changed) {}

    /** 409 {@code channel-taken} when the name is used. */
    Uni<ChannelView> createChannel(Session session, String actor, String name) {
        return store.addChannel(session, name).chain(added -> {
            if (!added) {
                throw ProblemException.conflict(
                        "channel-taken", "Channel exists", "name: there is a channel " + name + " already.");
            }
            var channel = new ChannelView(name, null);
            return record(session, actor, "channel.create", "channel.created", name, channel, Map.of())
                    .replaceWith(channel);
        });
    }

    /** Puts a build whose artifact the store holds on a channel, and makes it when it is new. */
    Uni<Published> publish(Session session, String actor, NewBuild build, Artifact artifact) {
        return store.lockChannel(session, build.channel())
                .chain(channel -> store.addBuild(session, build, artifact)
                        .chain(isNew -> known(session, build.version()))
                        .invoke(known -> checkSame(known, artifact.sha256()))
                        .chain(known -> join(session, actor, build, channel, known)));
    }

    private Uni<BuildEntity> known(Session session, String version) {
        return store.build(session, version).map(build -> Objects.requireNonNull(build, version));
    }

    private static void checkSame(BuildEntity known, String sha256) {
        if (!known.sha256.equals(sha256)) {
            throw Refusals.versionTaken(known.version);
        }
    }

    private Uni<Published> join(
            Session session, String actor, NewBuild build, ChannelEntity channel, BuildEntity known) {
        return store.addToChannel(session, channel.name, known.version).chain(joined -> {
            Uni<Void> announced = joined
                    ? announce(session, actor, build, channel, known)
                    : Uni.createFrom().voidItem();
            return announced.chain(() -> store.view(session, known)).map(view -> new Published(view, joined));
        });
    }

    private Uni<Void> announce(
            Session session, String actor, NewBuild build, ChannelEntity channel, BuildEntity known) {
        var detail = Map.of("channel", channel.name, "sha256", known.sha256, "from", build.from());
        return store.view(session, known)
                .chain(view -> record(session, actor, "build.publish", "build.published", known.version, view, detail))
                .chain(() -> channel.current == null
                        ? point(session, actor, channel, known.version)
                        : Uni.createFrom().voidItem());
    }

    /** Points a channel at one of its builds; a repeat changes nothing. */
    Uni<ChannelView> moveCurrent(Session session, String actor, String channelName, String version) {
        return store.lockChannel(session, channelName)
                .chain(channel -> store.isOnChannel(session, channelName, version)
                        .invoke(on -> checkOnChannel(on, channelName, version))
                        .chain(on -> version.equals(channel.current)
                                ? Uni.createFrom().voidItem()
                                : point(session, actor, channel, version))
                        .map(done -> ChannelView.of(channel)));
    }

    private static void checkOnChannel(boolean on, String channel, String version) {
        if (!on) {
            throw ProblemException.conflict(
                    "build-not-on-channel",
                    "Build not on this channel",
                    "version: there is no build " + version + " on channel " + channel + ". Publish it there first.");
        }
    }

    private Uni<Void> point(Session session, String actor, ChannelEntity channel, String version) {
        var detail = Map.of("from", String.valueOf(channel.current), "to", version);
        channel.current = version;
        // flushed here, so that a refusal by the database is a refusal of this step
        return session.flush()
                .chain(() -> record(
                        session,
                        actor,
                        "channel.point",
                        "channel.current",
                        channel.name,
                        ChannelView.of(channel),
                        detail));
    }

    /** 409 when the version is known with another artifact; empty when it is not known. */
    Uni<@Nullable Artifact> knownArtifact(Session session, String version, @Nullable String sha256) {
        return store.build(session, version).map(known -> {
            if (known == null) {
                return null;
            }
            if (sha256 != null) {
                checkSame(known, sha256);
            }
            return new Artifact(known.sha256, known.size);
        });
    }

    private Uni<Void> record(
            Session session,
            String actor,
            String action,
            String type,
            String subject,
            Object state,
            Map<String, ?> detail) {
        Tx tx = Tx.of(session);
        return audit.append(tx, new AuditEntry(actor, action, "", subject, detail))
                .chain(() -> events.append(tx, new NewEvent(type, EventLog.EVERYONE, subject, null, state)));
    }
}
