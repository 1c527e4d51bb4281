package hero.deployer.onboarding;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;

import hero.deployer.base.Tx;
import hero.deployer.onboarding.OnboardingStore.Reading;

/** Closes what is open of an instance that is being removed: the removal gives back what there is. */
@ApplicationScoped
class Closing {
    private final OnboardingStore store;
    private final OnboardingLog log;
    private final Places places;
    private final OnboardingConfig config;

    Closing(OnboardingStore store, OnboardingLog log, Places places, OnboardingConfig config) {
        this.store = store;
        this.log = log;
        this.places = places;
        this.config = config;
    }

    Uni<Void> close(SqlConnection connection, String actor, String instance) {
        return store.lockUnended(connection, instance)
                .chain(found -> found.map(reading -> close(connection, actor, reading))
                        .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    /** Runs that {@link #close} would end, in words: by instance. */
    Uni<Map<String, List<String>>> open(SqlConnection connection, List<String> instances) {
        return store.unended(connection, instances).map(found -> {
            var words = new HashMap<String, List<String>>();
            found.forEach(one -> words.put(
                    one.subject().instance(),
                    List.of("onboarding " + one.id() + " (" + one.state().wire() + ")")));
            return words;
        });
    }

    /** A creation whose end nobody has seen may still bring a machine for so long. */
    Uni<Optional<Duration>> settles(SqlConnection connection, String instance) {
        return store.unsettled(connection, instance, config.creationSettles());
    }

    private Uni<Void> close(SqlConnection connection, String actor, Reading reading) {
        var before = reading.onboarding();
        var after = before.with(closed(reading, actor));
        var tx = Tx.of(connection);
        return store.save(connection, after)
                .chain(() -> places.left(connection, before, after))
                .chain(() -> log.changed(tx, before, after))
                .chain(() -> log.audited(tx, actor, "cancelled", after));
    }

    private static OnboardingState closed(Reading reading, String actor) {
        return switch (reading.onboarding().state()) {
            case OnboardingState.Running running ->
                running.cancel(reading.now(), actor).undone();
            case OnboardingState.Failed failed -> failed.cancel().undone();
            case OnboardingState.Cancelling cancelling -> cancelling.undone();
            case OnboardingState.Succeeded succeeded -> succeeded;
            case OnboardingState.Cancelled cancelled -> cancelled;
        };
    }
}
