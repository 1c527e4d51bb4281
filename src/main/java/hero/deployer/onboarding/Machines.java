package hero.deployer.onboarding;

import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.FailureException;
import hero.deployer.base.Tx;
import hero.deployer.instance.AgentTokens;
import hero.deployer.instance.InstanceRow;
import hero.deployer.instance.Instances;
import hero.deployer.node.Ledger;
import hero.deployer.provider.Machine;
import hero.deployer.provider.MachineSpec;
import hero.deployer.provider.Provider;
import hero.deployer.provider.Providers;
import hero.deployer.setup.Setups;
import hero.deployer.setup.Setups.SetupVersion;

/** The machine of an instance at its provider; every call is bounded and none is made inside a transaction. */
@ApplicationScoped
class Machines {
    private final Pool pool;
    private final Instances instances;
    private final Setups setups;
    private final Ledger ledger;
    private final Providers providers;
    private final AgentTokens tokens;
    private final OnboardingConfig config;

    Machines(
            Pool pool,
            Instances instances,
            Setups setups,
            Ledger ledger,
            Providers providers,
            AgentTokens tokens,
            OnboardingConfig config) {
        this.pool = pool;
        this.instances = instances;
        this.setups = setups;
        this.ledger = ledger;
        this.providers = providers;
        this.tokens = tokens;
        this.config = config;
    }

    /** Makes it, or adopts the one that is there. */
    Uni<Machine> create(Turn turn) {
        return spec(turn.instance())
                .chain(site -> StageFailure.bounded(
                        site.provider.create(site.spec),
                        turn.within(config.providerCall()),
                        "Making " + turn.instance() + " on " + site.spec.node()));
    }

    /** Looks it up; empty when it is not there. */
    Uni<Optional<Machine>> find(String instance) {
        return provider(instance)
                .chain(provider -> StageFailure.bounded(
                        provider.find(instance), config.providerCall(), "Looking for " + instance));
    }

    /** Gives it up; it is gone when {@link #find} says so. */
    Uni<Void> destroy(String instance) {
        return provider(instance)
                .chain(provider -> StageFailure.bounded(
                        provider.destroy(instance), config.providerCall(), "Destroying " + instance));
    }

    private record Site(Provider provider, MachineSpec spec) {}

    private Uni<Provider> provider(String instance) {
        return row(instance).chain(row -> setup(row).map(setup -> providers.named(setup.provider())));
    }

    private Uni<Site> spec(String instance) {
        return row(instance)
                .chain(row -> setup(row)
                        .chain(setup -> ledger.place(tx(), placed(row.node()))
                                .map(place -> new Site(
                                        providers.named(place.provider()),
                                        new MachineSpec(
                                                row.id(),
                                                row.organization(),
                                                place.name(),
                                                setup.cpu(),
                                                setup.memoryMiB(),
                                                setup.diskGiB(),
                                                tokens.tokenSha256(row.id(), row.generation()))))));
    }

    private Uni<InstanceRow> row(String instance) {
        return instances.get(tx(), instance);
    }

    private Uni<SetupVersion> setup(InstanceRow row) {
        return setups.version(tx(), row.setup(), row.setupVersion());
    }

    private static String placed(@Nullable String node) {
        if (node == null) {
            throw new FailureException(StageFailure.refused("The instance has no node."));
        }
        return node;
    }

    private Tx tx() {
        return Tx.of(pool);
    }
}
