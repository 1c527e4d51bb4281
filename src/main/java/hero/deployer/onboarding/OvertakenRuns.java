package hero.deployer.onboarding;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;

import hero.deployer.base.Tx;
import hero.deployer.instance.ArrivalListener;
import hero.deployer.onboarding.OnboardingStore.Reading;

/** Ends failed runs whose instance another process has made ready: there is nothing left to retry, and the person learns of it. */
@ApplicationScoped
class OvertakenRuns implements ArrivalListener {
    private final OnboardingStore store;
    private final OnboardingLog log;
    private final OnboardingConfig config;
    private final WelcomeMail welcome;

    OvertakenRuns(OnboardingStore store, OnboardingLog log, OnboardingConfig config, WelcomeMail welcome) {
        this.store = store;
        this.log = log;
        this.config = config;
        this.welcome = welcome;
    }

    @Override
    public Uni<Void> arrived(SqlConnection tx, List<String> instances) {
        var all = Uni.createFrom().voidItem();
        for (var instance : instances) {
            all = all.chain(() -> store.lockUnended(tx, instance))
                    .chain(found -> found.filter(OvertakenRuns::hasStopped)
                            .map(stopped -> end(tx, stopped))
                            .orElseGet(() -> Uni.createFrom().voidItem()));
        }
        return all;
    }

    private static boolean hasStopped(Reading reading) {
        return reading.onboarding().state() instanceof OnboardingState.Failed;
    }

    private Uni<Void> end(SqlConnection connection, Reading reading) {
        var tx = Tx.of(connection);
        var before = reading.onboarding();
        var after = before.with(((OnboardingState.Failed) before.state()).overtaken(reading.now(), config::deadline));
        return store.save(connection, after)
                .chain(() -> log.changed(tx, before, after))
                .chain(() -> log.audited(tx, OnboardingLog.SYSTEM, after.state().stored(), after))
                .chain(() -> welcome.queue(tx, after.subject()));
    }
}
