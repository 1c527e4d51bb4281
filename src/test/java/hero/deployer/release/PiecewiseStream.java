package hero.deployer.release;

import java.util.Arrays;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;

/** Brings bytes in pieces on the event loop, heeds pauses, and may break off or fall silent half-way. */
final class PiecewiseStream implements ReadStream<Buffer> {
    private static final int PIECE = 8192;

    private final byte[] bytes;
    private int at;
    private int breakAt = Integer.MAX_VALUE;
    private int silentAt = Integer.MAX_VALUE;
    private boolean paused = true;
    private @Nullable Handler<Buffer> handler;
    private @Nullable Handler<Void> end;
    private @Nullable Handler<Throwable> failure;

    PiecewiseStream(byte[] bytes) {
        this.bytes = bytes;
    }

    PiecewiseStream breakingAt(int position) {
        breakAt = position;
        return this;
    }

    PiecewiseStream silentAt(int position) {
        silentAt = position;
        return this;
    }

    private void pump() {
        if (paused || at < 0 || at >= silentAt) {
            return;
        }
        if (at >= breakAt) {
            at = -1;
            if (failure != null) {
                failure.handle(new java.io.IOException("connection reset"));
            }
            return;
        }
        if (at >= bytes.length) {
            at = -1;
            if (end != null) {
                end.handle(null);
            }
            return;
        }
        int to = Math.min(bytes.length, at + PIECE);
        var piece = Buffer.buffer(Arrays.copyOfRange(bytes, at, to));
        at = to;
        if (handler != null) {
            handler.handle(piece);
        }
        Vertx.currentContext().runOnContext(again -> pump());
    }

    @Override
    public ReadStream<Buffer> resume() {
        if (paused) {
            paused = false;
            Vertx.currentContext().runOnContext(start -> pump());
        }
        return this;
    }

    @Override
    public ReadStream<Buffer> pause() {
        paused = true;
        return this;
    }

    @Override
    public ReadStream<Buffer> fetch(long amount) {
        return resume();
    }

    @Override
    public ReadStream<Buffer> handler(@Nullable Handler<Buffer> handler) {
        this.handler = handler;
        return this;
    }

    @Override
    public ReadStream<Buffer> endHandler(@Nullable Handler<Void> end) {
        this.end = end;
        return this;
    }

    @Override
    public ReadStream<Buffer> exceptionHandler(@Nullable Handler<Throwable> failure) {
        this.failure = failure;
        return this;
    }
}
