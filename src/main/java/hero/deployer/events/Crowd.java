package hero.deployer.events;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.netty.channel.EventLoop;
import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

/** The live readers of one event loop, who are told in one go there; without a loop, wherever the news comes from. */
final class Crowd {
    private final @Nullable EventLoop loop;
    private final Set<EventReader> readers = ConcurrentHashMap.newKeySet();

    Crowd(@Nullable EventLoop loop) {
        this.loop = loop;
    }

    Set<EventReader> readers() {
        return readers;
    }

    /** One that breaks is let go; the others, and all that is told later, must not wait for it. */
    private static void tell(EventReader reader, long from, List<Event> events, long to) {
        try {
            reader.broadcast(from, events, to);
        } catch (RuntimeException broken) {
            reader.fail(broken);
        }
    }

    /** Done once every reader has taken it or not: who reads on meanwhile gets ahead of no event loop. */
    Uni<Void> tell(long from, List<Event> events, long to) {
        if (readers.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return Uni.createFrom().emitter(told -> {
            Runnable tell = () -> {
                readers.forEach(reader -> tell(reader, from, events, to));
                told.complete(null);
            };
            if (loop == null || loop.inEventLoop()) {
                tell.run();
            } else {
                loop.execute(tell);
            }
        });
    }
}
