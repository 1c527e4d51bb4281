package hero.deployer.onboarding;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

import hero.deployer.base.Tx;
import hero.deployer.identity.People;
import hero.deployer.instance.InstanceState;
import hero.deployer.instance.Instances;
import hero.deployer.node.Ledger;

/** The rows that a cancelled run gives back once its machine is gone. */
@ApplicationScoped
class GiveBack {
    private final Instances instances;
    private final Ledger ledger;
    private final People people;

    GiveBack(Instances instances, Ledger ledger, People people) {
        this.instances = instances;
        this.ledger = ledger;
        this.people = people;
    }

    Uni<Void> rows(Tx tx, Onboarding onboarding) {
        var subject = onboarding.subject();
        var freed = onboarding.holdsMachine()
                ? ledger.free(tx, subject.instance())
                : Uni.createFrom().voidItem();
        return freed.chain(() -> onboarding.made().instance() ? unregister(tx, onboarding) : goBack(tx, onboarding));
    }

    /** A run of single steps did not make the instance: it goes back to where it was. */
    private Uni<Void> goBack(Tx tx, Onboarding onboarding) {
        var instance = onboarding.subject().instance();
        return onboarding.holdsMachine()
                ? instances.released(tx, instance)
                : instances.move(
                        tx, instance, InstanceState.valueOf(onboarding.made().priorState()));
    }

    private Uni<Void> unregister(Tx tx, Onboarding onboarding) {
        var subject = onboarding.subject();
        return instances
                .delete(tx, subject.instance())
                .chain(() -> people.leave(tx, subject.person(), subject.organization()))
                // whoever made it: somebody with nothing left anywhere has no use for a login
                .chain(() -> people.depart(tx, onboarding.by(), subject.person(), subject.organization()));
    }
}
