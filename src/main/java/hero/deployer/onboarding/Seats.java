package hero.deployer.onboarding;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.Tx;
import hero.deployer.instance.InstanceRow;
import hero.deployer.instance.Instances;
import hero.deployer.node.Ledger;
import hero.deployer.setup.Setups;

/** Reserves an instance's slots before anything is made; refuses up front where there is no room. */
@ApplicationScoped
class Seats {
    private final Setups setups;
    private final Ledger ledger;
    private final Instances instances;

    Seats(Setups setups, Ledger ledger, Instances instances) {
        this.setups = setups;
        this.ledger = ledger;
        this.instances = instances;
    }

    Uni<Void> take(Tx tx, InstanceRow row, @Nullable String node) {
        return setups.version(tx, row.setup(), row.setupVersion())
                .chain(setup -> ledger.reserve(tx, row.id(), setup, node))
                .chain(taken -> instances.placed(tx, row.id(), taken));
    }
}
