package hero.deployer.node;

import java.time.Duration;
import java.util.List;

import io.vertx.core.json.JsonObject;
import org.awaitility.Awaitility;

import hero.deployer.events.Event;
import hero.deployer.events.EventLog;

/** The published states of one node, oldest first. */
final class NodeEvents {
    private NodeEvents() {}

    static List<JsonObject> of(EventLog log, String node) {
        return log
                .read(new EventLog.Filter(null, null, node), scope -> true, null, 100)
                .await()
                .atMost(Duration.ofSeconds(10))
                .items()
                .reversed()
                .stream()
                .filter(event -> event.type().equals("node.state"))
                .map(Event::data)
                .toList();
    }

    static void await(EventLog log, String node, int count) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> of(log, node).size() >= count);
    }
}
