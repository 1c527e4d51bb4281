package hero.deployer.events;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;

import io.netty.channel.EventLoop;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import hero.deployer.events.EventLog.Filter;
import hero.deployer.events.EventLog.Frame;
import hero.deployer.events.EventLog.FrameSubscriber;

/**
 * One live reader: it replays from the log until it has caught up, then takes the broadcast. Ids have no gaps, so it sees by itself when
 * the broadcast and what it has do not meet, and replays again. What waits for it is bounded.
 */
final class EventReader implements Flow.Subscription {
    /** What a reader may cost, in bytes of JSON that wait for it. */
    static final int MAX_WAITING_BYTES = 64 * 1024;

    private static final Logger LOG = Logger.getLogger(EventReader.class);
    private static final long NOWHERE = -1;

    private final Filter filter;
    private final @Nullable Long after;
    private final Predicate<String> mayRead;
    private final Past past;
    private final Flow.Subscriber<? super Frame> subscriber;
    private final Consumer<EventReader> onEnd;
    private final @Nullable EventLoop loop = currentLoop();
    private final Executor here = loop == null ? Runnable::run : loop;
    private final AtomicInteger draining = new AtomicInteger();

    // guarded by this
    private final ArrayDeque<Frame> waiting = new ArrayDeque<>();
    private int waitingBytes;
    private long requested;
    private long position = NOWHERE;
    private long heardOf; // what the broadcast told up to
    private boolean live;
    private boolean fetching = true;
    private boolean ended;
    private @Nullable Throwable failure;
    private long lastTaken = System.nanoTime();

    EventReader(
            Past past,
            Filter filter,
            @Nullable Long after,
            Predicate<String> mayRead,
            Flow.Subscriber<? super Frame> subscriber,
            Consumer<EventReader> onEnd) {
        this.past = past;
        this.filter = filter;
        this.after = after;
        this.mayRead = mayRead;
        this.subscriber = subscriber;
        this.onEnd = onEnd;
    }

    private static @Nullable EventLoop currentLoop() {
        return Vertx.currentContext() instanceof ContextInternal context && context.isEventLoopContext()
                ? context.nettyEventLoop()
                : null;
    }

    /** Where it takes its frames; null: wherever they come from. */
    @Nullable
    EventLoop loop() {
        return loop;
    }

    /** To be called once this reader gets the broadcast: what it replays then meets what it hears. */
    void start() {
        past.reach(after == null ? NOWHERE : after).subscribe().with(this::begin, this::fail);
    }

    private void begin(EventStore.Reach reach) {
        synchronized (this) {
            fetching = false;
            waiting.add(new Frame.Hello(reach.head()));
            if (after == null) {
                position = reach.head();
            } else if (after > reach.head() || after < reach.floor()) {
                waiting.add(new Frame.Reset(reach.head()));
                position = reach.head();
            } else {
                position = after;
            }
            settle(reach.head());
        }
        drain();
    }

    /** All events with ids above {@code from}, up to {@code to}. */
    void broadcast(long from, List<Event> events, long to) {
        synchronized (this) {
            if (ended) {
                return;
            }
            heardOf = Math.max(heardOf, to);
            if (!live || position < from) {
                live = false;
            } else {
                for (var event : events) {
                    if (event.id() > position) {
                        offer(event);
                    }
                }
                position = Math.max(position, to);
                if (waitingBytes > MAX_WAITING_BYTES) {
                    failure = new SlowReaderException();
                    drop();
                }
            }
        }
        drain();
    }

    /** Drops the reader if it has taken nothing for so long, though something waits. */
    void checkStall(long maxNanos) {
        boolean stalled;
        synchronized (this) {
            stalled = !waiting.isEmpty() && System.nanoTime() - lastTaken > maxNanos;
        }
        if (stalled) {
            fail(new SlowReaderException());
        }
    }

    private void catchUp() {
        long from;
        synchronized (this) {
            if (live || fetching || ended || failure != null || !waiting.isEmpty()) {
                return;
            }
            fetching = true;
            from = position;
        }
        past.replay(filter, from).emitOn(here).subscribe().with(this::replayed, this::fail);
    }

    private void replayed(EventStore.Replay replay) {
        synchronized (this) {
            fetching = false;
            if (replay.reach().floor() > position) {
                waiting.add(new Frame.Reset(replay.reach().head()));
                position = replay.reach().head();
            } else {
                replay.events().forEach(this::offer);
                position = replay.end();
            }
            settle(replay.reach().head());
        }
        drain();
    }

    /** It goes on with the broadcast from here if it has all of what it asked for and all that was told meanwhile. */
    private void settle(long head) {
        live = position >= head && position >= heardOf;
        lastTaken = System.nanoTime();
    }

    private void offer(Event event) {
        if (filter.admits(event) && mayRead.test(event.scope())) {
            if (waiting.isEmpty()) {
                lastTaken = System.nanoTime();
            }
            waiting.add(new Frame.Of(event));
            waitingBytes += event.cost();
        }
    }

    private void drop() {
        waiting.clear();
        waitingBytes = 0;
    }

    /** Drops it with a failure. */
    void fail(Throwable e) {
        synchronized (this) {
            if (failure == null) {
                failure = e;
            }
            fetching = false;
            drop();
        }
        drain();
    }

    @Override
    public void request(long count) {
        synchronized (this) {
            requested = requested + count < 0 ? Long.MAX_VALUE : requested + count;
        }
        drain();
    }

    @Override
    public void cancel() {
        synchronized (this) {
            ended = true;
            drop();
        }
        onEnd.accept(this);
    }

    private void drain() {
        if (loop == null || loop.inEventLoop()) {
            drainHere();
        } else {
            loop.execute(this::drainHere);
        }
    }

    /** Hands out what waits, one thread at a time, outside the lock. */
    private void drainHere() {
        if (draining.getAndIncrement() != 0) {
            return;
        }
        int missed = 1;
        while (missed != 0) {
            handOutOrFail();
            var end = end();
            if (end != null) {
                onEnd.accept(this);
                subscriber.onError(end);
            }
            missed = draining.addAndGet(-missed);
        }
        catchUp();
    }

    // whatever goes wrong there ends this reader: one that only stood still would never be missed
    private void handOutOrFail() {
        try {
            handOut();
        } catch (RuntimeException | Error broken) {
            LOG.error("A reader of events broke and is let go", broken);
            synchronized (this) {
                failure = broken;
                drop();
            }
        }
    }

    private void handOut() {
        var frame = take();
        if (frame == null) {
            return;
        }
        while (frame != null) {
            subscriber.onNext(frame);
            frame = take();
        }
        if (subscriber instanceof FrameSubscriber batching) {
            batching.handedOut();
        }
    }

    private synchronized @Nullable Frame take() {
        if (ended || failure != null || requested == 0 || waiting.isEmpty()) {
            return null;
        }
        requested--;
        lastTaken = System.nanoTime();
        var frame = waiting.remove();
        if (frame instanceof Frame.Of(Event event)) {
            waitingBytes -= event.cost();
        }
        return frame;
    }

    private synchronized @Nullable Throwable end() {
        if (ended || failure == null) {
            return null;
        }
        ended = true;
        return failure;
    }
}
