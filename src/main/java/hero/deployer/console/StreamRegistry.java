package hero.deployer.console;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;

/** The open streams of this replica: how many, and the end of all of them when it stops. */
@ApplicationScoped
class StreamRegistry {
    static final String METRIC = "deployer.events.streams";

    private final Set<EventStream> open = ConcurrentHashMap.newKeySet();
    private final int max;
    private volatile boolean stopping;

    StreamRegistry(StreamConfig config, MeterRegistry meters) {
        this.max = config.max();
        meters.gaugeCollectionSize(METRIC, io.micrometer.core.instrument.Tags.empty(), open);
    }

    boolean isFull() {
        return stopping || open.size() >= max;
    }

    void add(EventStream stream) {
        open.add(stream);
        if (stopping) {
            stream.close();
        }
    }

    void remove(EventStream stream) {
        open.remove(stream);
    }

    int size() {
        return open.size();
    }

    void stop(@Observes ShutdownEvent shutdown) {
        stopping = true;
        open.forEach(EventStream::close);
    }
}
