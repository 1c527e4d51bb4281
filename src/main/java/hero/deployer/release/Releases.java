package hero.deployer.release;

import java.nio.file.Path;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.file.OpenOptions;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.Failure;
import hero.deployer.base.FailureException;
import hero.deployer.base.FailureKind;
import hero.deployer.base.ProblemException;
import hero.deployer.base.Tx;

/** Builds and channels as other rooms need them. */
@ApplicationScoped
public class Releases {
    /** The code of a failure: the store has the build's artifact no more, and no retry brings it back. */
    public static final String ARTIFACT_GONE = "artifact-gone";

    private static final String SYSTEM = "system";

    private final Vertx vertx;
    private final ReleaseStore store;
    private final ReleaseService service;
    private final ArtifactStore artifacts;
    private final Publisher publisher;

    Releases(Vertx vertx, ReleaseStore store, ReleaseService service, ArtifactStore artifacts, Publisher publisher) {
        this.vertx = vertx;
        this.store = store;
        this.service = service;
        this.artifacts = artifacts;
        this.publisher = publisher;
    }

    /** What an agent must be told of a build. */
    public record Build(String version, String sha256, long size) {}

    /** The channel's current build, or null while it has none; fails with a 400 on the field {@code channel} for an unknown channel. */
    public Uni<@Nullable String> currentBuild(Tx tx, String channel) {
        return tx.rows("select current_build from channel where name = cast($1 as text)", channel)
                .map(rows -> {
                    if (rows.isEmpty()) {
                        throw ProblemException.badField("channel", "there is no channel " + channel);
                    }
                    return (String) rows.getFirst()[0];
                });
    }

    /** A build, or null. */
    public Uni<@Nullable Build> build(Tx tx, String version) {
        return tx.rows("select version, sha256, size from build where version = cast($1 as text)", version)
                .map(rows -> rows.isEmpty() ? null : build(rows));
    }

    private static Build build(List<@Nullable Object[]> rows) {
        var row = rows.getFirst();
        return new Build(String.valueOf(row[0]), String.valueOf(row[1]), Long.parseLong(String.valueOf(row[2])));
    }

    /**
     * A whole, hash-checked file with the artifact, to stream from. Fails with a {@link FailureException}: refused under the code
     * {@link #ARTIFACT_GONE} when the store has it no more, transient when the store itself is away.
     */
    public Uni<Path> artifact(Build build) {
        return Uni.createFrom()
                .completionStage(() -> artifacts
                        .has(new Artifact(build.sha256(), build.size()))
                        .toCompletionStage())
                .onFailure()
                .transform(away -> new FailureException(new Failure(
                        FailureKind.TRANSIENT,
                        "artifact-store-away",
                        "The folder of the artifacts cannot be read.",
                        "It is tried again by itself; look at the disk or the mount if this goes on.")))
                .map(here -> {
                    if (!here) {
                        throw gone(build);
                    }
                    return artifacts.path(build.sha256());
                });
    }

    private static FailureException gone(Build build) {
        return new FailureException(new Failure(
                FailureKind.REFUSED,
                ARTIFACT_GONE,
                "The artifact of build " + build.version() + " is gone from the store.",
                "Publish the same artifact again (its version and hash stay what they are), then retry."));
    }

    /** Makes a channel unless there is one; false when there was. For the first start. */
    public Uni<Boolean> addChannel(String name) {
        return OwnContext.run(
                vertx,
                () -> Panache.withTransaction(() -> Panache.getSession()
                        .chain(session -> service.createChannel(session, SYSTEM, name))
                        .replaceWith(true)
                        .onFailure(Releases::isConflict)
                        .recoverWithItem(false)));
    }

    /** Publishes a file as a build, unless the version is on that channel already; false when it was. For the first start. */
    public Uni<Boolean> publishFile(String channel, String version, String notes, Path file) {
        var build = new NewBuild(channel, version, null, notes, "file");
        return OwnContext.run(
                vertx,
                () -> Panache.withSession(() ->
                                Panache.getSession().chain(session -> store.isOnChannel(session, channel, version)))
                        .chain(there -> there ? Uni.createFrom().item(false) : publish(build, file)));
    }

    private Uni<Boolean> publish(NewBuild build, Path file) {
        var reading = new OpenOptions().setWrite(false).setCreate(false);
        return Uni.createFrom()
                .completionStage(
                        () -> vertx.fileSystem().open(file.toString(), reading).toCompletionStage())
                .chain(source -> publisher
                        .fromStream(SYSTEM, build, source.pause())
                        .onTermination()
                        .invoke(() -> source.close()));
    }

    /** Points a channel at one of its builds. For the first start. */
    public Uni<Void> moveCurrent(String channel, String version) {
        return OwnContext.run(
                vertx,
                () -> Panache.withTransaction(() -> Panache.getSession()
                        .chain(session -> service.moveCurrent(session, SYSTEM, channel, version))
                        .replaceWithVoid()));
    }

    private static boolean isConflict(Throwable failure) {
        return failure instanceof ProblemException refused && refused.problem().status() == 409;
    }
}
