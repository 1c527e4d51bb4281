package hero.deployer.onboarding;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;

import hero.deployer.base.ProblemException;
import hero.deployer.base.Tx;
import hero.deployer.organization.Organizations.Organization;
import hero.deployer.task.NewTask;
import hero.deployer.task.Tasks;

/** Opens runs: row, events, audit and task in one transaction. */
@ApplicationScoped
class Runs {
    /** A safety net for those who wait for a place. */
    private static final Duration IN_LINE = Duration.ofMinutes(30);

    private final OnboardingStore store;
    private final OnboardingLog log;
    private final Tasks tasks;

    Runs(OnboardingStore store, OnboardingLog log, Tasks tasks) {
        this.store = store;
        this.log = log;
        this.tasks = tasks;
    }

    Uni<Void> open(SqlConnection connection, String actor, Onboarding onboarding) {
        var tx = Tx.of(connection);
        return store.insert(connection, onboarding)
                .chain(() -> log.started(tx, onboarding))
                .chain(() -> log.audited(tx, actor, "start", onboarding))
                .chain(() -> onboarding.state().ended() ? Uni.createFrom().voidItem() : wake(tx, onboarding.id()));
    }

    /**
     * {@link #open} for many of one organization at once. Those that wait for a place on their node are woken by whoever leaves one.
     *
     * @param nodes where each is to be made; empty for all where nothing is
     */
    Uni<Void> openAll(SqlConnection connection, String actor, List<Onboarding> all, List<Optional<String>> nodes) {
        var tx = Tx.of(connection);
        var open = all.stream().filter(one -> !one.state().ended()).toList();
        return store.insertAll(connection, all, nodes)
                .chain(() -> log.startedAll(tx, actor, all))
                .chain(() -> tasks.enqueueAll(tx, OnboardingRunner.KIND, ids(open, false)))
                .chain(() -> tasks.enqueueLater(tx, OnboardingRunner.KIND, ids(open, true), IN_LINE));
    }

    private static List<String> ids(List<Onboarding> open, boolean waiting) {
        return open.stream()
                .filter(one -> waiting
                        == (one.state() instanceof OnboardingState.Running running
                                && running.stage().waitingFor() != null))
                .map(Onboarding::id)
                .toList();
    }

    /** Makes the run's task due. */
    Uni<Void> wake(Tx tx, String id) {
        return tasks.enqueue(tx, NewTask.now(OnboardingRunner.KIND, id));
    }

    /** @throws ProblemException 409 for an organization that is going away */
    static void standing(Organization organization) {
        if (organization.removing()) {
            throw ProblemException.conflict(
                    "removing",
                    "Going away",
                    "The organization " + organization.slug() + " is being removed and takes no change.");
        }
    }
}
