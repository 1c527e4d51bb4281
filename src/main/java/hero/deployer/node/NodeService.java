package hero.deployer.node;

import java.util.List;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

import hero.deployer.audit.AuditEntry;
import hero.deployer.audit.AuditLog;
import hero.deployer.base.ProblemException;
import hero.deployer.base.Tx;
import hero.deployer.setup.Setups;
import hero.deployer.setup.Setups.SetupVersion;

/** The verbs on nodes. */
@ApplicationScoped
class NodeService {
    private final NodeStore store;
    private final NodeNews news;
    private final AuditLog audit;
    private final Setups setups;
    private final NodeConfig config;
    private final Pool pool;

    NodeService(NodeStore store, NodeNews news, AuditLog audit, Setups setups, NodeConfig config, Pool pool) {
        this.store = store;
        this.news = news;
        this.audit = audit;
        this.setups = setups;
        this.config = config;
        this.pool = pool;
    }

    /** All nodes with the room on them for members of a setup; those of other providers have none for it. */
    Uni<List<NodeView>> list(@Nullable String setup) {
        var tx = Tx.of(pool);
        if (setup == null) {
            return store.all(tx).map(nodes -> nodes.stream().map(this::view).toList());
        }
        return setups.newest(tx, setup)
                .chain(version -> store.all(tx)
                        .map(nodes -> nodes.stream()
                                .map(node -> NodeView.of(node, roomFor(version, node)))
                                .toList()));
    }

    private static int roomFor(SetupVersion setup, NodeLoad node) {
        return setup.provider().equals(node.provider()) ? new Placement(setup, List.of(node)).roomFor() : 0;
    }

    Uni<NodeView> edit(String actor, String id, EditNode change) {
        boolean maintenance = change.wantsMaintenance();
        return Panache.withTransaction(() -> NodeEntity.<NodeEntity>findById(id)
                .onItem()
                .ifNull()
                .failWith(() -> ProblemException.notFound("such node"))
                .chain(node -> Panache.getSession()
                        .chain(session -> (node.set(maintenance, change.reason())
                                        ? session.flush().chain(() -> tell(session, actor, node))
                                        : Uni.createFrom().voidItem())
                                .chain(() -> store.get(Tx.of(session), id))))
                .map(this::view));
    }

    private NodeView view(NodeLoad node) {
        return NodeView.of(node, node.roomFor(config.memberSlots()));
    }

    private Uni<Void> tell(Mutiny.Session session, String actor, NodeEntity node) {
        var tx = Tx.of(session);
        String action = node.maintenance ? "node.maintain" : "node.restore";
        Map<String, ?> detail = node.reason == null ? Map.of() : Map.of("reason", node.reason);
        return audit.append(tx, new AuditEntry(actor, action, "", node.id, detail))
                .chain(() -> news.changed(tx, node.id));
    }
}
