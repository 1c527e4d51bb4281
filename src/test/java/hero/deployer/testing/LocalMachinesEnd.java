package hero.deployer.testing;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Multi;

import hero.deployer.provider.Providers;

/** Local machines outlive the deployer; those that tests made must not outlive the tests. */
@ApplicationScoped
class LocalMachinesEnd {
    private static final int AT_ONCE = 8;

    private final Providers providers;

    LocalMachinesEnd(Providers providers) {
        this.providers = providers;
    }

    void end(@Observes ShutdownEvent stopping) {
        var local = providers.named("local");
        local.contracts()
                .onItem()
                .transformToMulti(held -> Multi.createFrom().iterable(held))
                .onItem()
                .transformToUni(held -> local.destroy(held.name()))
                .merge(AT_ONCE)
                .collect()
                .last()
                .await()
                .atMost(Duration.ofSeconds(60));
    }
}
