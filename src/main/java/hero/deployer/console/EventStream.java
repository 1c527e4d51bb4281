package hero.deployer.console;

import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;

import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

import hero.deployer.events.EventLog;

/**
 * One reader's stream. Everything but {@link #tick} happens on its connection's event loop; frames are taken only when the connection has
 * room, so a reader that does not read costs its queue and no more. What comes at once is written at once.
 */
final class EventStream implements EventLog.FrameSubscriber {
    /** In the connection's queue at the most, besides the last frames. */
    static final int QUEUE_BYTES = 16 * 1024;

    /** So many frames may be taken ahead of what is written. */
    private static final int AHEAD = 64;

    /** In so many times the heartbeat there is one even on a busy stream: the server sees nothing of events. */
    private static final int BEATS_AT_LEAST = 4;

    private final HttpServerResponse response;
    private final Context context;
    private final StreamBody body;
    private final StreamFrames frames;
    private final Runnable ended;
    private final AtomicBoolean over = new AtomicBoolean();
    private Flow.@Nullable Subscription subscription;
    private int taken;
    private volatile long lastTaken = System.nanoTime();
    private volatile long lastWritten = System.nanoTime();
    private volatile long lastBeat = lastWritten;

    /** @param ended told once, when nothing more will be written; the caller then ends the response */
    EventStream(HttpServerRequest request, Context context, StreamFrames frames, Runnable ended) {
        this.response = request.response();
        this.body = new StreamBody(request);
        this.context = context;
        this.frames = frames;
        this.ended = ended;
    }

    /** Writes the head; to be called on the connection's event loop before it is subscribed. Ends at once where nobody is there any more. */
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
        if (response.closed()) {
            // it went while its rights were looked up: nobody tells of that again
            finish();
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        context.runOnContext(go -> {
            subscription = given;
            if (over.get()) {
                given.cancel();
            } else {
                given.request(AHEAD);
            }
        });
    }

    /** On the connection's event loop. */
    @Override
    public void onNext(EventLog.Frame frame) {
        if (over.get()) {
            return;
        }
        body.write(frames.chunk(frame));
        taken++;
    }

    @Override
    public void handedOut() {
        if (!over.get()) {
            lastWritten = System.nanoTime();
            body.flush();
            if (!response.writeQueueFull()) {
                next();
            }
        }
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

    /** Beats when it has been quiet, and cuts a reader off that has not read for long. Any thread. */
    void tick(StreamConfig config) {
        long now = System.nanoTime();
        if (over.get()) {
            return;
        }
        if (!response.writeQueueFull()) {
            lastTaken = now;
            long beat = config.heartbeat().toNanos();
            if (now - lastWritten >= beat || now - lastBeat >= BEATS_AT_LEAST * beat) {
                lastWritten = now;
                lastBeat = now;
                context.runOnContext(go -> beat());
            }
        } else if (now - lastTaken >= config.stall().toNanos()) {
            close();
        }
    }

    private void beat() {
        if (!over.get() && !response.writeQueueFull()) {
            body.writeThroughServer(StreamFrames.beat());
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
                body.writeThroughServer(frames.retryHint());
            }
            finish();
            if (!reads) {
                response.reset();
            }
        });
    }

    private void next() {
        lastTaken = System.nanoTime();
        if (subscription != null && taken > 0 && !over.get()) {
            int again = taken;
            taken = 0;
            subscription.request(again);
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
