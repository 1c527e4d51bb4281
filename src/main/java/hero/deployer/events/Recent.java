package hero.deployer.events;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

import hero.deployer.events.EventLog.Filter;
import hero.deployer.events.EventStore.Reach;
import hero.deployer.events.EventStore.Replay;

/**
 * The newest events, all of them, for readers who come or come back: a crowd that does so asks the database nothing, and gets the same
 * rendered bytes.
 */
final class Recent {
    /** What is kept, in bytes of JSON: a minute of a busy organization. */
    static final long MAX_BYTES = 8L * 1024 * 1024;

    /** So many events one replay looks at in search of what matches, since it holds up an event loop. */
    private static final int LOOKED_AT = 2_000;

    private static final long NOTHING = Long.MAX_VALUE;

    private final ConcurrentNavigableMap<Long, Event> events = new ConcurrentSkipListMap<>();
    private long bytes;
    private volatile long from = NOTHING;
    private volatile long to;

    /** Everything with ids above {@code start}, up to {@code end}; what does not follow on what is here replaces it. */
    synchronized void add(long start, List<Event> told, long end) {
        if (from == NOTHING || start != to) {
            forget();
            to = start;
            from = start;
        }
        for (var event : told) {
            event.share();
            events.put(event.id(), event);
            bytes += event.cost();
        }
        to = end;
        while (bytes > MAX_BYTES) {
            var oldest = events.firstEntry().getValue();
            // a reader that looks meanwhile must see that it was too late
            from = oldest.id();
            events.remove(oldest.id());
            bytes -= oldest.cost();
        }
    }

    synchronized void forget() {
        from = NOTHING;
        events.clear();
        bytes = 0;
    }

    /** How far this reaches, unless it does not know of {@code position}. */
    Optional<Reach> reach(long position) {
        long last = to;
        long first = from;
        return first <= position && position <= last ? Optional.of(new Reach(last, first)) : Optional.empty();
    }

    /** As {@link EventStore#replay}; empty when this does not reach back so far. */
    Optional<Replay> replay(Filter filter, long position) {
        return reach(position)
                .map(reach -> page(filter, position, reach))
                // it may have been forgotten on the way
                .filter(page -> from <= position);
    }

    private Replay page(Filter filter, long position, Reach reach) {
        var page = new ArrayList<Event>();
        long cost = 0;
        int looked = 0;
        for (var event : events.subMap(position, false, reach.head(), true).values()) {
            if (filter.admits(event)) {
                page.add(event);
                cost += event.cost();
            }
            if (cost >= EventStore.PAGE_BYTES || ++looked == LOOKED_AT) {
                return new Replay(reach, page, event.id());
            }
        }
        return new Replay(reach, page, reach.head());
    }
}
