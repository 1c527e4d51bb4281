package hero.deployer.console;

import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;

import io.vertx.core.Context;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

import hero.deployer.events.EventLog;

/**
 * One reader's stream. Everything happens on its connection's event loop; a frame is taken only when the connection has room, so a reader
 * that does not read costs its queue and no more.
 */
final class EventStream implements Flow.Subscriber<EventLog.Frame> {
    /** In the connection's queue at the most, besides the last frame. */
    static final int QUEUE_BYTES = 16 * 1024;

    private final HttpServerResponse response;
    private final Context context;
    private final StreamFrames frames;
    private final Runnable ended;
    private final AtomicBoolean over = new AtomicBoolean();
    private Flow.@Nullable Subscription subscription;
    private long lastTaken = System.nanoTime();
    private long lastWritten = System.nanoTime();

    /** @param ended told once, when nothing more will be written; the caller then ends the response */
    EventStream(HttpServerResponse response, Context context, StreamFrames frames, Runnable ended) {
        this.response = response;
        this.context = context;
        this.frames = frames;
        this.ended = ended;
    }

    /** Writes the head; to be called on the connection's event loop before it is subscribed. */
    void open() {
        response.setStatusCode(200)
                .putHeader("Content-Type", "text/event-stream")
                .putHeader("Cache-Control", "no-store")
                .putHeader("X-Accel-Buffering", "no")
                .setWriteQueueMaxSize(QUEUE_BYTES)
                .setChunked(true);
        response.closeHandler(closed -> finish());
        response.exceptionHandler(broken -> finish());
        response.drainHandler(drained -> next());
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        context.runOnContext(go -> {
            subscription = given;
            if (over.get()) {
                given.cancel();
            } else {
                given.request(1);
            }
        });
    }

    @Override
    public void onNext(EventLog.Frame frame) {
        context.runOnContext(go -> {
            if (!over.get()) {
                write(frames.text(frame));
                if (!response.writeQueueFull()) {
                    next();
                }
            }
        });
    }

    /** It fell too far behind, or the log failed: the client comes back with the last id it saw. */
    @Override
    public void onError(Throwable failure) {
        close();
    }

    @Override
    public void onComplete() {
        close();
    }

    /** Beats when it has been quiet, and cuts a reader off that has not read for long. */
    void tick(StreamConfig config) {
        long now = System.nanoTime();
        if (over.get()) {
            return;
        }
        if (!response.writeQueueFull()) {
            lastTaken = now;
            if (now - lastWritten >= config.heartbeat().toNanos()) {
                write(StreamFrames.BEAT);
            }
        } else if (now - lastTaken >= config.stall().toNanos()) {
            close();
        }
    }

    /** Ends it with a hint when to come back; one that does not read is cut off. Any thread. */
    void close() {
        context.runOnContext(go -> {
            if (over.get()) {
                return;
            }
            boolean reads = !response.writeQueueFull();
            if (reads) {
                write(frames.retryHint());
            }
            finish();
            if (!reads) {
                response.reset();
            }
        });
    }

    private void write(String text) {
        lastWritten = System.nanoTime();
        response.write(text);
    }

    private void next() {
        lastTaken = System.nanoTime();
        if (subscription != null && !over.get()) {
            subscription.request(1);
        }
    }

    private void finish() {
        if (over.compareAndSet(false, true)) {
            if (subscription != null) {
                subscription.cancel();
            }
            ended.run();
        }
    }
}
