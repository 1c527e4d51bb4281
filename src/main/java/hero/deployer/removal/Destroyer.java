package hero.deployer.removal;

import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;

import hero.deployer.base.Failure;
import hero.deployer.base.FailureException;
import hero.deployer.base.FailureKind;
import hero.deployer.base.ProblemException;
import hero.deployer.base.Tx;
import hero.deployer.instance.InstanceRow;
import hero.deployer.node.Ledger;
import hero.deployer.provider.Provider;
import hero.deployer.provider.Providers;

/** Gives a machine up and says whether it is gone; a failure is a value. */
@ApplicationScoped
class Destroyer {
    private final Providers providers;
    private final Ledger ledger;
    private final Pool pool;

    Destroyer(Providers providers, Ledger ledger, Pool pool) {
        this.providers = providers;
        this.ledger = ledger;
        this.pool = pool;
    }

    /** Empty when the instance's machine was found gone, or was never asked for (it has no node then). */
    Uni<Optional<Failure>> destroy(InstanceRow instance) {
        var node = instance.node();
        if (node == null) {
            return Uni.createFrom().item(Optional.empty());
        }
        return ledger.place(Tx.of(pool), node)
                .chain(place -> destroy(providers.named(place.provider()), instance.id()))
                .onFailure(Destroyer::isValue)
                .recoverWithItem(thrown -> Optional.of(failure(thrown)));
    }

    /** Destroys, then looks: also after a failure, which leaves the outcome unknown. */
    Uni<Optional<Failure>> destroy(Provider provider, String name) {
        return provider.destroy(name)
                .map(done -> Optional.<Failure>empty())
                .onFailure(FailureException.class)
                .recoverWithItem(thrown -> Optional.of(failure(thrown)))
                .chain(failed -> provider.find(name)
                        .map(found -> found.isEmpty()
                                ? Optional.<Failure>empty()
                                : Optional.of(failed.orElseGet(() -> stillThere(provider, name)))));
    }

    private static boolean isValue(Throwable thrown) {
        return thrown instanceof FailureException || thrown instanceof ProblemException;
    }

    private static Failure failure(Throwable thrown) {
        return thrown instanceof FailureException known
                ? known.failure()
                : new Failure(
                        FailureKind.REFUSED,
                        "provider-unknown",
                        "The machine's provider or node is not known here.",
                        "Configure the provider again, then repeat the removal.");
    }

    private static Failure stillThere(Provider provider, String name) {
        return new Failure(
                FailureKind.TRANSIENT,
                "still-there",
                "The provider " + provider.name() + " says " + name + " is destroyed, but still has it.",
                "It is tried again by itself.");
    }
}
