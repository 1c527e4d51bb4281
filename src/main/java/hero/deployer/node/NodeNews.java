package hero.deployer.node;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

import hero.deployer.base.Tx;
import hero.deployer.events.EventLog;
import hero.deployer.events.NewEvent;

/** Publishes {@code node.state}: the whole present state of a node, whenever its status, size or load changes. */
@ApplicationScoped
class NodeNews {
    private final EventLog events;
    private final NodeStore store;
    private final NodeConfig config;

    NodeNews(EventLog events, NodeStore store, NodeConfig config) {
        this.events = events;
        this.store = store;
        this.config = config;
    }

    Uni<Void> changed(Tx tx, String node) {
        return store.get(tx, node)
                .map(load -> NodeView.of(load, load.roomFor(config.memberSlots())))
                .chain(view -> events.append(tx, new NewEvent("node.state", EventLog.EVERYONE, node, null, view)));
    }
}
