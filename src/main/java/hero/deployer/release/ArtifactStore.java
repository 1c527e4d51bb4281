package hero.deployer.release;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.streams.ReadStream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import hero.deployer.agent.archive.ArchiveException;
import hero.deployer.agent.archive.ArtifactReader;
import hero.deployer.agent.archive.ArtifactSink;

/**
 * Artifacts in a folder, one file by content hash. A file under its final name is whole and on the disk: it is written beside, flushed,
 * checked and renamed.
 */
@ApplicationScoped
class ArtifactStore {
    private static final Logger LOG = Logger.getLogger(ArtifactStore.class);
    private static final String WHOLE = ".tar.gz";
    private static final String PARTIAL = ".partial";
    private static final long SWEEP_MILLIS = 3_600_000;

    private final Vertx vertx;
    private final ReleaseConfig config;
    private final WorkerExecutor worker;
    private final AtomicInteger receptions = new AtomicInteger();

    ArtifactStore(Vertx vertx, ReleaseConfig config) {
        this.vertx = vertx;
        this.config = config;
        this.worker = vertx.createSharedWorkerExecutor("artifacts", 2);
    }

    /** Sweeps now and every hour. */
    void keepTidy(@Observes StartupEvent started) {
        tidy();
        vertx.setPeriodic(SWEEP_MILLIS, timer -> tidy());
    }

    private void tidy() {
        sweep().onSuccess(swept -> {
                    if (swept > 0) {
                        LOG.infof("%d artifacts that were never received whole are gone", swept);
                    }
                })
                .onFailure(failed -> LOG.warnf("What was left of broken receptions stays for now: %s", failed));
    }

    /** Where the artifact of this hash is, or would be. */
    Path path(String sha256) {
        return folder().resolve(sha256 + WHOLE);
    }

    private Path folder() {
        return config.artifacts().toAbsolutePath();
    }

    /** Whether it is there, whole. Fails when the store itself cannot be read: then nobody knows. */
    Future<Boolean> has(Artifact artifact) {
        return vertx.fileSystem()
                .props(folder().toString())
                .compose(store ->
                        vertx.fileSystem().exists(path(artifact.sha256()).toString()))
                .compose(there -> there
                        ? vertx.fileSystem()
                                .props(path(artifact.sha256()).toString())
                                .map(file -> file.isRegularFile() && file.size() == artifact.size())
                        : Future.succeededFuture(false));
    }

    /**
     * Takes an artifact from a paused stream. Fails with a problem, and leaves nothing behind, when it is too large, too slow, cut off,
     * not the one that was announced or no artifact at all, and when the disk is full.
     */
    Future<Artifact> receive(ReadStream<Buffer> source, @Nullable String expectedSha256) {
        if (receptions.incrementAndGet() > config.maxReceptions()) {
            receptions.decrementAndGet();
            return Future.failedFuture(Refusals.busy());
        }
        // from now on: it may break while the file is being opened
        var broken = Promise.<Void>promise();
        source.exceptionHandler(broken::tryFail);
        Path partial = folder().resolve(UUID.randomUUID() + PARTIAL);
        return prepare()
                .compose(ready -> vertx.fileSystem()
                        .open(
                                partial.toString(),
                                new OpenOptions().setRead(false).setCreateNew(true)))
                .compose(file -> new Reception(vertx, source, broken.future(), file, config).run())
                .compose(artifact -> keep(artifact, partial, expectedSha256))
                .recover(failure -> discard(partial, failure))
                .onComplete(end -> receptions.decrementAndGet());
    }

    private Future<Void> prepare() {
        return vertx.fileSystem().mkdirs(folder().toString());
    }

    private Future<Artifact> keep(Artifact artifact, Path partial, @Nullable String expectedSha256) {
        if (expectedSha256 != null && !expectedSha256.equals(artifact.sha256())) {
            return Future.failedFuture(Refusals.wrongHash(artifact.sha256()));
        }
        return worker.executeBlocking(
                () -> {
                    check(partial);
                    Path whole = path(artifact.sha256());
                    Files.move(partial, whole, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                    flushFolder(folder());
                    return artifact;
                },
                false);
    }

    /** As the agents will read it, by the same code: what one of them would refuse is never published. */
    private void check(Path partial) throws IOException, InterruptedException {
        try (var in = Files.newInputStream(partial)) {
            ArtifactReader.read(in, Files.size(partial), config.maxUnpacked().asLongValue(), ArtifactSink.NONE);
        } catch (ArchiveException refused) {
            throw Refusals.badArtifact(refused);
        }
    }

    /** A rename is only as lasting as its folder. */
    private static void flushFolder(Path folder) throws IOException {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private <T> Future<T> discard(Path partial, Throwable failure) {
        return vertx.fileSystem()
                .delete(partial.toString())
                .transform(gone -> Future.failedFuture(Refusals.ofDisk(failure)));
    }

    /** Removes what a killed process left half-written: what nobody has written to for longer than any reception may last. */
    Future<Integer> sweep() {
        long before = System.currentTimeMillis() - 2 * config.receiveDeadline().toMillis();
        return prepare().compose(ready -> worker.executeBlocking(() -> sweep(before), false));
    }

    /** The hashes of whole artifacts that were written before then. */
    Future<List<String>> olderThan(long beforeMillis) {
        return prepare().compose(ready -> worker.executeBlocking(() -> listOlderThan(beforeMillis), false));
    }

    private List<String> listOlderThan(long beforeMillis) throws IOException {
        var found = new ArrayList<String>();
        try (var files = Files.newDirectoryStream(folder(), "*" + WHOLE)) {
            for (Path file : files) {
                var name = file.getFileName().toString();
                var sha256 = name.substring(0, name.length() - WHOLE.length());
                if (sha256.matches(NewBuild.SHA256) && isOlder(file, beforeMillis)) {
                    found.add(sha256);
                }
            }
        }
        return found;
    }

    private static boolean isOlder(Path file, long beforeMillis) throws IOException {
        try {
            return Files.getLastModifiedTime(file).toMillis() < beforeMillis;
        } catch (NoSuchFileException gone) {
            return false;
        }
    }

    /** Deletes an artifact unless it was written since; whether it did. */
    Future<Boolean> delete(String sha256, long beforeMillis) {
        Path file = path(sha256);
        return worker.executeBlocking(() -> isOlder(file, beforeMillis) && Files.deleteIfExists(file), false);
    }

    private int sweep(long beforeMillis) throws IOException {
        int swept = 0;
        try (var files = Files.newDirectoryStream(folder(), "*" + PARTIAL)) {
            for (Path file : files) {
                boolean abandoned = Files.getLastModifiedTime(file).toMillis() < beforeMillis;
                swept += abandoned && Files.deleteIfExists(file) ? 1 : 0;
            }
        }
        return swept;
    }
}
