package hero.deployer.refresh;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;

import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;

import hero.deployer.instance.InstanceBatch;
import hero.deployer.release.Releases;
import hero.deployer.setup.Setups;
import hero.deployer.task.TaskHandler;
import hero.deployer.task.TaskLease;
import hero.deployer.task.TaskOutcome;

/** Drives refreshes: one task, one turn at a time, one writer of a run's window and bound. */
@ApplicationScoped
class RefreshRunner implements TaskHandler {
    static final String KIND = "refresh";
    private static final Duration LEEWAY = Duration.ofMinutes(1);

    private final Vertx vertx;
    private final Pool pool;
    private final RefreshStore store;
    private final MemberStore members;
    private final InstanceBatch instances;
    private final RefreshCommit commit;
    private final Crossing crossing;
    private final Releases releases;
    private final Setups setups;
    private final RefreshConfig config;
    private final Set<Drive> drives = ConcurrentHashMap.newKeySet();

    RefreshRunner(
            Vertx vertx,
            Pool pool,
            RefreshStore store,
            MemberStore members,
            InstanceBatch instances,
            RefreshCommit commit,
            Crossing crossing,
            Releases releases,
            Setups setups,
            Refreshes refreshes,
            RefreshConfig config) {
        this.vertx = vertx;
        this.pool = pool;
        this.store = store;
        this.members = members;
        this.instances = instances;
        this.commit = commit;
        this.crossing = crossing;
        this.releases = releases;
        this.setups = setups;
        this.config = config;
        refreshes.onChange(run -> drives.forEach(drive -> drive.nudge(run)));
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Duration turnDeadline() {
        return config.turn().plus(LEEWAY);
    }

    @Override
    public Uni<TaskOutcome> run(TaskLease lease) {
        return store.read(pool, lease.key()).chain(found -> {
            if (found.isEmpty()) {
                return Uni.createFrom().item(TaskOutcome.done());
            }
            var logbook = new Logbook(pool, store, members, instances, commit, lease);
            var drive = new Drive(
                    vertx,
                    logbook,
                    crossing,
                    new Cargo(pool, releases, setups),
                    config,
                    found.get().run());
            drives.add(drive);
            return drive.run().onTermination().invoke(() -> drives.remove(drive));
        });
    }

    /** Turns give way at once, so that another replica goes on without waiting for a lease to lapse. */
    void stop(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE - 1) ShutdownEvent event) {
        drives.forEach(Drive::giveWay);
    }
}
