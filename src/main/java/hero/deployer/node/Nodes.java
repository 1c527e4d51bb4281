package hero.deployer.node;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import org.jboss.logging.Logger;

import hero.deployer.base.Tx;
import hero.deployer.provider.Provider;
import hero.deployer.provider.ProviderNode;
import hero.deployer.provider.Providers;

/** Keeps the table of nodes as the providers see them. Any number of replicas may do so at once. */
@ApplicationScoped
public class Nodes {
    private static final Logger LOG = Logger.getLogger(Nodes.class);

    private final Providers providers;
    private final NodeSightings sightings;
    private final NodeConfig config;
    private final Pool pool;
    private final LastLooks lastLooks;

    Nodes(Providers providers, NodeSightings sightings, NodeConfig config, Pool pool) {
        this.providers = providers;
        this.sightings = sightings;
        this.config = config;
        this.pool = pool;
        this.lastLooks = new LastLooks(config.offlineAfter().dividedBy(2));
    }

    /** Asks every provider for its nodes now; ends when all have answered or failed to, and never fails itself. */
    public Uni<Void> refresh() {
        return look(false);
    }

    /** The same, but what a provider shows again, as it did a moment ago, is not even compared with the table. */
    Uni<Void> watch() {
        return look(true);
    }

    private Uni<Void> look(boolean newsOnly) {
        return Multi.createFrom()
                .iterable(providers.all())
                .onItem()
                .transformToUniAndMerge(provider -> look(provider, newsOnly))
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** The name of the provider that a node's id belongs to. */
    public static String providerOf(String node) {
        return NodeLoad.providerOf(node);
    }

    private Uni<Void> look(Provider provider, boolean newsOnly) {
        return Uni.createFrom()
                .deferred(provider::nodes)
                .ifNoItem()
                .after(Provider.NODES_DEADLINE)
                .fail()
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.warnf("Provider %s does not show its nodes: %s", provider.name(), failure);
                    return List.of();
                })
                .chain(seen -> newsOnly && lastLooks.isRepeat(provider.name(), seen, System.nanoTime())
                        ? Uni.createFrom().voidItem()
                        : record(provider.name(), seen))
                .onFailure()
                .recoverWithUni(failure -> {
                    LOG.warnf("The nodes of %s were not recorded: %s", provider.name(), failure);
                    return Uni.createFrom().voidItem();
                });
    }

    private Uni<Void> record(String provider, List<ProviderNode> seen) {
        long now = System.nanoTime();
        lastLooks.open(provider);
        return sightings
                .compare(Tx.of(pool), provider, seen, config.offlineAfter())
                .chain(verdict -> switch (verdict) {
                    case OLD -> Uni.createFrom().voidItem().invoke(() -> lastLooks.agreed(provider, seen, now));
                    case OPEN -> Uni.createFrom().voidItem();
                    case NEWS ->
                        pool.withTransaction(connection ->
                                sightings.record(Tx.of(connection), provider, seen, config.offlineAfter()));
                });
    }
}
