package hero.deployer.provider.local;

import java.time.Duration;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Brings agents back that died: after a reboot of this machine, or by themselves. A few at once, each with growing pauses. */
@ApplicationScoped
class LocalWatch {
    private static final Logger LOG = Logger.getLogger(LocalWatch.class);
    private static final int AT_ONCE = 4;
    private static final Duration SOON = Duration.ofMillis(200);
    private static final Duration LISTED_BY = Duration.ofSeconds(10);

    private final LocalProvider provider;
    private final LocalConfig config;
    private final Revivals revivals = new Revivals();
    private @Nullable Cancellable watching;

    LocalWatch(LocalProvider provider, LocalConfig config) {
        this.provider = provider;
        this.config = config;
    }

    void start(@Observes StartupEvent started) {
        watching = Multi.createFrom()
                .ticks()
                .startingAfter(SOON)
                .every(config.watchEvery())
                .onOverflow()
                .drop()
                .onItem()
                .transformToUniAndConcatenate(tick -> safeLook())
                .subscribe()
                .with(done -> {}, failure -> LOG.error("Agents that die are no longer brought back", failure));
    }

    void stop(@Observes ShutdownEvent stopping) {
        if (watching != null) {
            watching.cancel();
        }
    }

    /** Never fails: the next look comes whatever became of this one. Its parts have their own deadlines. */
    private Uni<Void> safeLook() {
        return Uni.createFrom()
                .deferred(this::look)
                .onFailure()
                .invoke(failure -> LOG.warnf("A look at the machines here failed: %s", failure))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> look() {
        return provider.names()
                .ifNoItem()
                .after(LISTED_BY)
                .fail()
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.warnf("The machines here cannot be listed: %s", failure.getMessage());
                    return List.of();
                })
                .invoke(revivals::keepOnly)
                .onItem()
                .transformToMulti(names -> Multi.createFrom().iterable(names))
                .filter(revivals::isDue)
                .onItem()
                .transformToUni(this::revive)
                .merge(AT_ONCE)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Boolean> revive(String name) {
        return Uni.createFrom()
                .deferred(() -> provider.revive(name))
                .ifNoItem()
                .after(config.startTimeout().plus(config.stopGrace()).plus(LISTED_BY))
                .fail()
                .invoke(revived -> {
                    if (revived) {
                        LOG.infof("The agent of %s was gone and is back", name);
                        revivals.had(name);
                    }
                })
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.warnf("The agent of %s does not come back: %s", name, failure.getMessage());
                    revivals.had(name);
                    return false;
                });
    }
}
