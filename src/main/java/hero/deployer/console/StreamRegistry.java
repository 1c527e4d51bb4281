package hero.deployer.console;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;

/** The open streams of this replica: how many, and the end of all of them when it stops. */
@ApplicationScoped
class StreamRegistry {
    static final String METRIC = "deployer.events.streams";

    private final Set<EventStream> open = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> byPerson = new ConcurrentHashMap<>();
    private final int max;
    private final int maxPerPerson;
    private volatile boolean stopping;

    StreamRegistry(StreamConfig config, MeterRegistry meters) {
        this.max = config.max();
        this.maxPerPerson = config.maxPerPerson();
        meters.gaugeCollectionSize(METRIC, io.micrometer.core.instrument.Tags.empty(), open);
    }

    boolean isFull() {
        return stopping || open.size() >= max;
    }

    int maxPerPerson() {
        return maxPerPerson;
    }

    /** Takes the stream unless its person has as many as one may have. */
    boolean add(String person, EventStream stream) {
        var added = new AtomicBoolean();
        byPerson.compute(person, (same, count) -> {
            int before = count == null ? 0 : count;
            added.set(before < maxPerPerson);
            return added.get() ? Integer.valueOf(before + 1) : count;
        });
        if (!added.get()) {
            return false;
        }
        open.add(stream);
        if (stopping) {
            stream.close();
        }
        return true;
    }

    void remove(String person, EventStream stream) {
        if (open.remove(stream)) {
            byPerson.computeIfPresent(person, (same, count) -> count == 1 ? null : Integer.valueOf(count - 1));
        }
    }

    int of(String person) {
        return byPerson.getOrDefault(person, 0);
    }

    int size() {
        return open.size();
    }

    void stop(@Observes ShutdownEvent shutdown) {
        stopping = true;
        open.forEach(EventStream::close);
    }
}
