package hero.deployer.node;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import hero.deployer.provider.Provider;

/** Looks at the nodes at the start, then every few seconds. */
@ApplicationScoped
class NodeWatch {
    private static final Logger LOG = Logger.getLogger(NodeWatch.class);
    private static final Duration FIRST_LOOK = Duration.ofSeconds(10);

    /** The provider's own time, and some for the database. */
    private static final Duration LONGEST_LOOK = Provider.NODES_DEADLINE.plusSeconds(10);

    private final Nodes nodes;
    private final NodeConfig config;
    private @Nullable Cancellable looking;

    NodeWatch(Nodes nodes, NodeConfig config) {
        this.nodes = nodes;
        this.config = config;
    }

    // waits for the first look: the first request then finds the nodes there
    void start(@Observes StartupEvent started) {
        try {
            nodes.refresh().await().atMost(FIRST_LOOK);
        } catch (RuntimeException failure) {
            LOG.warnf("The first look at the nodes failed: %s", failure);
        }
        looking = Multi.createFrom()
                .ticks()
                .startingAfter(config.every())
                .every(config.every())
                .onOverflow()
                .drop()
                .onItem()
                .transformToUniAndConcatenate(tick -> look())
                .subscribe()
                .with(done -> {}, failure -> LOG.error("The nodes are no longer watched", failure));
    }

    /** Never fails and always ends: the next look comes whatever became of this one. */
    private Uni<Void> look() {
        return Uni.createFrom()
                .deferred(nodes::watch)
                .ifNoItem()
                .after(LONGEST_LOOK)
                .fail()
                .onFailure()
                .invoke(failure -> LOG.warnf("A look at the nodes failed: %s", failure))
                .onFailure()
                .recoverWithNull();
    }

    void stop(@Observes ShutdownEvent stopping) {
        if (looking != null) {
            looking.cancel();
        }
    }
}
