package hero.deployer.removal;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;

import hero.deployer.base.FailureException;
import hero.deployer.instance.AgentClient;
import hero.deployer.instance.InstanceRow;
import hero.deployer.removal.Removal.Drain;
import hero.deployer.removal.RemovalState.Running;
import hero.deployer.task.TaskLease;
import hero.deployer.task.TaskOutcome;

/** The grace before a machine goes: its stack is told to stop, its disk is kept. At the end of the grace it goes, whatever has been. */
@ApplicationScoped
class DrainStep {
    private static final Optional<TaskOutcome> OVER = Optional.empty();

    private final Pool pool;
    private final RemovalStore store;
    private final RemovalJournal journal;
    private final AgentClient agents;
    private final Backoff backoff;

    DrainStep(Pool pool, RemovalStore store, RemovalJournal journal, AgentClient agents, RemovalConfig config) {
        this.pool = pool;
        this.store = store;
        this.journal = journal;
        this.agents = agents;
        this.backoff = new Backoff(config.maxBackoff());
    }

    /** When to look again; empty when there is no grace, or none any more. */
    Uni<Optional<TaskOutcome>> turn(TaskLease lease, Removal removal, InstanceRow instance) {
        var drain = removal.drain();
        if (drain == null) {
            return Uni.createFrom().item(OVER);
        }
        return store.now(pool).chain(now -> {
            if (!now.isBefore(drain.until())) {
                return Uni.createFrom().item(OVER);
            }
            return drain.stopped()
                    ? Uni.createFrom().item(Optional.of(TaskOutcome.again(Duration.between(now, drain.until()))))
                    : stop(lease, removal, drain, instance, now).map(Optional::of);
        });
    }

    private Uni<TaskOutcome> stop(TaskLease lease, Removal removal, Drain drain, InstanceRow instance, Instant now) {
        return agents.stop(instance)
                .chain(() -> lease.commit(tx -> stopped(tx, removal, drain, now)))
                .onFailure(FailureException.class)
                .recoverWithUni(
                        failed -> lease.commit(tx -> silent(tx, removal, drain, (FailureException) failed, now)));
    }

    private Uni<TaskOutcome> stopped(SqlConnection tx, Removal removal, Drain drain, Instant now) {
        var waiting = new Running(
                0,
                "its grace to end at " + seconds(drain) + ": the stack is stopped, the disk is kept",
                givesUpAt(removal));
        return journal.stopped(tx, removal, new Drain(drain.until(), true), waiting)
                .replaceWith(TaskOutcome.again(Duration.between(now, drain.until())));
    }

    private Uni<TaskOutcome> silent(
            SqlConnection tx, Removal removal, Drain drain, FailureException failed, Instant now) {
        int attempts = removal.state() instanceof Running running ? running.attempts() + 1 : 1;
        var waiting = new Running(
                attempts,
                "its stack to be stopped (last: " + failed.failure().message() + "); the machine goes at "
                        + seconds(drain) + " in any case",
                givesUpAt(removal));
        var pause = backoff.after(attempts, ThreadLocalRandom.current().nextDouble());
        var left = Duration.between(now, drain.until());
        return journal.moved(tx, removal, waiting)
                .replaceWith(TaskOutcome.again(pause.compareTo(left) < 0 ? pause : left));
    }

    private static Instant seconds(Drain drain) {
        return drain.until().truncatedTo(ChronoUnit.SECONDS);
    }

    private static Instant givesUpAt(Removal removal) {
        return removal.state() instanceof Running running ? running.givesUpAt() : removal.startedAt();
    }
}
