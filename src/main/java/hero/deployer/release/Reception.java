package hero.deployer.release;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.streams.ReadStream;

/**
 * One artifact on its way from a stream to a file: hashed and counted as it passes, never more than a few chunks in memory. Lives on one
 * event loop.
 */
final class Reception {
    private static final long TICK_MILLIS = 1000;

    private final Vertx vertx;
    private final ReadStream<Buffer> source;
    private final AsyncFile file;
    private final Future<Void> broken;
    private final ReleaseConfig config;
    private final Promise<Artifact> done = Promise.promise();
    private final MessageDigest digest = sha256();
    private final long startedAt = System.nanoTime();
    private long lastChunkAt = startedAt;
    private long size;

    /** @param broken fails when the source does, which may be before we read it */
    Reception(Vertx vertx, ReadStream<Buffer> source, Future<Void> broken, AsyncFile file, ReleaseConfig config) {
        this.vertx = vertx;
        this.source = source;
        this.broken = broken;
        this.file = file;
        this.config = config;
    }

    /** Reads the paused source to its end; flushed to the disk when this succeeds, the file closed in any case. */
    Future<Artifact> run() {
        long watch = vertx.setPeriodic(TICK_MILLIS, tick -> watch());
        file.exceptionHandler(failure -> done.tryFail(Refusals.ofDisk(failure)));
        broken.onFailure(failure -> done.tryFail(Refusals.cutOff()));
        source.handler(this::take);
        source.endHandler(end -> done.tryComplete(new Artifact(HexFormat.of().formatHex(digest.digest()), size)));
        source.resume();
        return done.future()
                .onComplete(end -> vertx.cancelTimer(watch))
                .onFailure(refused -> source.pause())
                .compose(this::flush, this::close);
    }

    private void take(Buffer chunk) {
        if (done.future().isComplete()) {
            return;
        }
        size += chunk.length();
        if (size > config.maxArtifact().asLongValue()) {
            done.tryFail(Refusals.tooLarge(config.maxArtifact().asLongValue()));
            return;
        }
        lastChunkAt = System.nanoTime();
        digest.update(chunk.getByteBuf().nioBuffer());
        file.write(chunk).onFailure(failure -> done.tryFail(Refusals.ofDisk(failure)));
        if (file.writeQueueFull()) {
            source.pause();
            file.drainHandler(drained -> source.resume());
        }
    }

    private void watch() {
        long now = System.nanoTime();
        if (now - startedAt > config.receiveDeadline().toNanos()
                || now - lastChunkAt > config.receiveIdle().toNanos()) {
            done.tryFail(Refusals.tooSlow());
        }
    }

    private Future<Artifact> flush(Artifact artifact) {
        return file.flush()
                .compose(flushed -> file.close(), failure -> close(failure).mapEmpty())
                .recover(failure -> Future.failedFuture(Refusals.ofDisk(failure)))
                .map(closed -> artifact);
    }

    private Future<Artifact> close(Throwable failure) {
        return file.close().transform(closed -> Future.failedFuture(failure));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
