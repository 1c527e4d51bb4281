package hero.deployer.onboarding;

import java.util.HashMap;
import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;

import hero.deployer.base.Problem;
import hero.deployer.base.ProblemException;
import hero.deployer.base.Tx;
import hero.deployer.identity.People;
import hero.deployer.instance.Instances;
import hero.deployer.node.Ledger;
import hero.deployer.node.Seating;
import hero.deployer.node.Seating.Seat;
import hero.deployer.organization.Organizations;
import hero.deployer.organization.Organizations.Organization;
import hero.deployer.setup.Setups;
import hero.deployer.setup.Setups.SetupVersion;

/** Looks at many before anything is made: what is wrong with each, and who fits. */
@ApplicationScoped
class MembersPlan {

    /**
     * What was found.
     *
     * @param seats of the roll's good ones, in their order; empty where nothing is provisioned
     * @param fits how many of the good ones have a place
     * @param refusal why not all of them have, if so
     */
    record Plan(
            Organization organization,
            SetupVersion setup,
            MemberRoll roll,
            List<Seat> seats,
            int roomFor,
            int fits,
            Optional<ProblemException> refusal) {
        void requireRoom() {
            refusal.ifPresent(full -> {
                throw full.with("fits", fits);
            });
        }

        Plan with(MemberRoll changed) {
            return new Plan(organization, setup, changed, seats, roomFor, fits, refusal);
        }
    }

    private final Organizations organizations;
    private final Setups setups;
    private final People people;
    private final Instances instances;
    private final Ledger ledger;

    MembersPlan(Organizations organizations, Setups setups, People people, Instances instances, Ledger ledger) {
        this.organizations = organizations;
        this.setups = setups;
        this.people = people;
        this.instances = instances;
        this.ledger = ledger;
    }

    Uni<Plan> plan(SqlConnection connection, String slug, List<MemberEntry> entries, Stage last) {
        var tx = Tx.of(connection);
        return organizations
                .get(tx, slug)
                .invoke(Runs::standing)
                .chain(organization -> setups.version(tx, organization.setup(), organization.setupVersion())
                        .chain(setup -> roll(tx, slug, entries)
                                .chain(roll -> seated(
                                        tx,
                                        new Plan(organization, setup, roll, List.of(), 0, 0, Optional.empty()),
                                        last,
                                        false))));
    }

    /** Gives the good ones seats; whoever asks for a node that is not there is no longer good. */
    Uni<Plan> seated(Tx tx, Plan plan, Stage last, boolean hold) {
        if (last == Stage.ADDING) {
            return ledger.roomFor(tx, plan.setup()).map(room -> seated(plan, room));
        }
        var asked = plan.roll().good().stream()
                .map(entry -> Optional.ofNullable(entry.node()))
                .toList();
        return ledger.seats(tx, plan.setup(), asked, hold).map(seating -> seated(plan, seating));
    }

    private static Plan seated(Plan plan, int room) {
        int all = plan.roll().good().size();
        return new Plan(plan.organization(), plan.setup(), plan.roll(), List.of(), room, all, Optional.empty());
    }

    private static Plan seated(Plan plan, Seating seating) {
        var good = plan.roll().good();
        var lost = new HashMap<Integer, Problem>();
        for (int i = 0; i < good.size(); i++) {
            if (seating.seats().get(i) instanceof Seat.Unknown(String why)) {
                lost.put(
                        good.get(i).row(),
                        ProblemException.badField("node", why).problem());
            }
        }
        var seats = seating.seats().stream()
                .filter(seat -> !(seat instanceof Seat.Unknown))
                .toList();
        return new Plan(
                plan.organization(),
                plan.setup(),
                plan.roll().without(lost),
                seats,
                seating.roomFor(),
                seating.fits(),
                seating.refusal());
    }

    private Uni<MemberRoll> roll(Tx tx, String slug, List<MemberEntry> entries) {
        var usernames = MemberRoll.askable(entries);
        return people.known(tx, usernames)
                .chain(known ->
                        instances.ofPeople(tx, slug, usernames).map(there -> MemberRoll.of(entries, known, there)));
    }
}
