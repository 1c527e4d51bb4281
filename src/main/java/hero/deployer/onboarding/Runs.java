package hero.deployer.onboarding;

import java.util.List;

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

    /** {@link #open} for many of one organization at once. */
    Uni<Void> openAll(SqlConnection connection, String actor, List<Onboarding> all) {
        var tx = Tx.of(connection);
        var open = all.stream()
                .filter(onboarding -> !onboarding.state().ended())
                .map(Onboarding::id)
                .toList();
        return store.insertAll(connection, all)
                .chain(() -> log.startedAll(tx, actor, all))
                .chain(() -> tasks.enqueueAll(tx, OnboardingRunner.KIND, open));
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
