package hero.deployer.node;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.Cancellable;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Looks at the nodes at the start, then every few seconds. */
@ApplicationScoped
class NodeWatch {
    private static final Logger LOG = Logger.getLogger(NodeWatch.class);
    private static final Duration FIRST_LOOK = Duration.ofSeconds(10);

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
                .transformToUniAndConcatenate(tick -> nodes.watch())
                .subscribe()
                .with(done -> {}, failure -> LOG.error("The nodes are no longer watched", failure));
    }

    void stop(@Observes ShutdownEvent stopping) {
        if (looking != null) {
            looking.cancel();
        }
    }
}
