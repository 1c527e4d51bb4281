package hero.deployer.release;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;

/**
 * A paused body that somebody reads later, after a look at the database or the disk. It listens from the first moment: a body that breaks
 * or ends before its reader comes takes no handlers any more, and would tell nobody. Lives on one event loop, as its source does.
 */
final class DeferredStream implements ReadStream<Buffer> {
    private final ReadStream<Buffer> source;
    private @Nullable Handler<Buffer> reader;
    private @Nullable Handler<Void> atEnd;
    private @Nullable Handler<Throwable> atFailure;
    private @Nullable Throwable failure;
    private boolean ended;

    private DeferredStream(ReadStream<Buffer> source) {
        this.source = source;
    }

    /** Pauses the source and listens to it; to be called in the same breath in which the source came to be. */
    static DeferredStream of(ReadStream<Buffer> source) {
        var deferred = new DeferredStream(source);
        source.pause();
        try {
            source.exceptionHandler(deferred::failed).handler(deferred::take).endHandler(deferred::end);
        } catch (IllegalStateException alreadyAtItsEnd) {
            deferred.ended = true;
        }
        return deferred;
    }

    private void take(Buffer chunk) {
        if (reader != null) {
            reader.handle(chunk);
        }
    }

    private void end(@Nullable Void end) {
        ended = true;
        if (atEnd != null) {
            atEnd.handle(null);
        }
    }

    private void failed(Throwable why) {
        failure = why;
        if (atFailure != null) {
            atFailure.handle(why);
        }
    }

    @Override
    public DeferredStream exceptionHandler(@Nullable Handler<Throwable> handler) {
        atFailure = handler;
        if (handler != null && failure != null) {
            handler.handle(failure);
        }
        return this;
    }

    @Override
    public DeferredStream handler(@Nullable Handler<Buffer> handler) {
        reader = handler;
        return this;
    }

    @Override
    public DeferredStream endHandler(@Nullable Handler<Void> handler) {
        atEnd = handler;
        if (handler != null && ended && failure == null) {
            handler.handle(null);
        }
        return this;
    }

    @Override
    public DeferredStream pause() {
        source.pause();
        return this;
    }

    @Override
    public DeferredStream resume() {
        source.resume();
        return this;
    }

    @Override
    public DeferredStream fetch(long amount) {
        source.fetch(amount);
        return this;
    }
}
