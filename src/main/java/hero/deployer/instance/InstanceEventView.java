package hero.deployer.instance;

import java.time.Instant;
import java.util.Map;

import hero.deployer.events.Event;

/** An event of an instance as JSON, as the stream has it. */
record InstanceEventView(
        long id, String type, String organization, String subject, Instant at, Map<String, Object> data) {

    static InstanceEventView of(Event event) {
        return new InstanceEventView(
                event.id(),
                event.type(),
                event.scope(),
                event.subject(),
                event.at(),
                event.data().getMap());
    }
}
