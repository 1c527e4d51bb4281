package hero.deployer.removal;

import java.time.Duration;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import org.jboss.logging.Logger;

import hero.deployer.base.Tx;
import hero.deployer.instance.Instances;
import hero.deployer.provider.Contract;
import hero.deployer.provider.Providers;
import hero.deployer.task.TaskHandler;
import hero.deployer.task.TaskLease;
import hero.deployer.task.TaskOutcome;

/** Gives one orphaned contract up, once asked to; never one that has come to have an owner. */
@ApplicationScoped
class OrphanSweepTask implements TaskHandler {
    static final String KIND = "orphan-sweep";
    private static final Logger LOG = Logger.getLogger(OrphanSweepTask.class);
    private static final Duration TURN = Duration.ofSeconds(90);
    /** Few at once: providers limit their callers, and an orphan harms nobody but the purse. */
    private static final int AT_ONCE = 4;

    private final Pool pool;
    private final OrphanStore store;
    private final OrphanSweep sweep;
    private final Destroyer destroyer;
    private final Providers providers;
    private final Instances instances;
    private final RemovalConfig config;

    OrphanSweepTask(
            Pool pool,
            OrphanStore store,
            OrphanSweep sweep,
            Destroyer destroyer,
            Providers providers,
            Instances instances,
            RemovalConfig config) {
        this.pool = pool;
        this.store = store;
        this.sweep = sweep;
        this.destroyer = destroyer;
        this.providers = providers;
        this.instances = instances;
        this.config = config;
    }

    static String key(Contract contract) {
        return contract.provider() + " " + contract.kind() + " " + contract.name();
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Duration turnDeadline() {
        return TURN;
    }

    @Override
    public int maxConcurrent() {
        return AT_ONCE;
    }

    @Override
    public Uni<TaskOutcome> run(TaskLease lease) {
        return store.all(pool)
                .map(all -> all.stream()
                        .filter(orphan -> orphan.sweepBy() != null)
                        .filter(orphan -> key(orphan.contract()).equals(lease.key()))
                        .findFirst())
                .chain(orphan -> orphan.isPresent()
                        ? turn(lease, orphan.get())
                        : Uni.createFrom().item(TaskOutcome.done()));
    }

    private Uni<TaskOutcome> turn(TaskLease lease, Orphan orphan) {
        return instances
                .known(Tx.of(pool), java.util.List.of(orphan.contract().name()))
                .chain(owners -> owners.isEmpty()
                        ? destroy(lease, orphan)
                        : lease.commit(tx -> store.forget(tx, orphan.contract()))
                                .replaceWith(TaskOutcome.done()));
    }

    private Uni<TaskOutcome> destroy(TaskLease lease, Orphan orphan) {
        var contract = orphan.contract();
        return destroyer
                .destroy(providers.named(contract.provider()), contract.name())
                .chain(failure -> failure.isPresent()
                        ? later(orphan, failure)
                        : lease.commit(tx -> sweep.gone(tx, orphan)).replaceWith(TaskOutcome.done()));
    }

    private Uni<TaskOutcome> later(Orphan orphan, Optional<hero.deployer.base.Failure> failure) {
        LOG.warnf(
                "%s is not given up yet: %s",
                key(orphan.contract()), failure.orElseThrow().message());
        return Uni.createFrom().item(TaskOutcome.again(config.maxBackoff()));
    }
}
