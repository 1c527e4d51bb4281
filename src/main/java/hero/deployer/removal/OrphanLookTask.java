package hero.deployer.removal;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import org.jboss.logging.Logger;

import hero.deployer.base.Tx;
import hero.deployer.task.NewTask;
import hero.deployer.task.TaskHandler;
import hero.deployer.task.TaskLease;
import hero.deployer.task.TaskOutcome;
import hero.deployer.task.Tasks;

/** Compares, for ever, what providers hold with what we own; one replica at a time. */
@ApplicationScoped
class OrphanLookTask implements TaskHandler {
    static final String KIND = "orphan-look";
    private static final Logger LOG = Logger.getLogger(OrphanLookTask.class);
    private static final String KEY = "all";
    private static final Duration FIRST_AGAIN = Duration.ofSeconds(1);
    private static final Duration LAST_AGAIN = Duration.ofSeconds(30);

    private final Pool pool;
    private final Tasks tasks;
    private final ContractSurvey survey;
    private final OrphanStore store;
    private final OrphanSweep sweep;
    private final RemovalConfig config;
    /** As this replica saw it last; the replicas take turns. */
    private final AtomicInteger orphans;

    OrphanLookTask(
            Pool pool,
            Tasks tasks,
            ContractSurvey survey,
            OrphanStore store,
            OrphanSweep sweep,
            RemovalConfig config,
            MeterRegistry meters) {
        this.pool = pool;
        this.tasks = tasks;
        this.survey = survey;
        this.store = store;
        this.sweep = sweep;
        this.config = config;
        this.orphans = meters.gauge("deployer.contracts.orphaned", new AtomicInteger());
    }

    void begin(@Observes StartupEvent started) {
        Uni.createFrom()
                .deferred(() -> pool.withTransaction(tx -> tasks.enqueue(Tx.of(tx), NewTask.now(KIND, KEY))))
                .onFailure()
                .retry()
                .withBackOff(FIRST_AGAIN, LAST_AGAIN)
                .indefinitely()
                .subscribe()
                .with(done -> LOG.debug("looking for orphans"), thrown -> LOG.error("no look for orphans", thrown));
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Uni<TaskOutcome> run(TaskLease lease) {
        return survey.look(pool)
                .chain(found -> lease.commit(tx -> note(tx, found)))
                .invoke(this::report)
                .replaceWith(TaskOutcome.again(config.lookEvery()));
    }

    private Uni<List<Orphan>> note(SqlConnection tx, ContractSurvey.Found found) {
        var noted = Uni.createFrom().voidItem();
        for (var provider : found.held().keySet()) {
            noted = noted.chain(() -> store.saw(tx, provider, found.orphansOf(provider)));
        }
        if (config.sweep() == RemovalConfig.Sweep.AUTO) {
            noted = noted.chain(() -> sweep.ask(tx, "system", null, false)).replaceWithVoid();
        }
        return noted.chain(() -> store.all(tx));
    }

    private void report(List<Orphan> now) {
        orphans.set(now.size());
        if (!now.isEmpty()) {
            var first = now.getFirst().contract();
            LOG.warnf(
                    "%d contracts that no instance owns, such as %s at %s: POST /api/v1/contracts/sweep gives them up",
                    now.size(), first.name(), first.provider());
        }
    }
}
