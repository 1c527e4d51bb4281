package hero.deployer.instance;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.Failure;
import hero.deployer.base.FailureException;
import hero.deployer.base.FailureKind;
import hero.deployer.base.ProblemException;
import hero.deployer.base.Tx;
import hero.deployer.organization.Organizations;
import hero.deployer.organization.Organizations.Organization;
import hero.deployer.provider.Machine;

/** Instances as the processes need them. Every change appends the event {@code instance.state} with the whole present state. */
@ApplicationScoped
public class Instances {
    private final InstanceStore store;
    private final InstanceEvents events;
    private final Organizations organizations;
    private final CockpitAddress cockpits;
    private final Pool pool;

    Instances(
            InstanceStore store,
            InstanceEvents events,
            Organizations organizations,
            CockpitAddress cockpits,
            Pool pool) {
        this.store = store;
        this.events = events;
        this.organizations = organizations;
        this.cockpits = cockpits;
        this.pool = pool;
    }

    /**
     * Registers an instance {@code o<organization number>m<member number>}.
     *
     * @throws hero.deployer.base.ProblemException 409 {@code person-taken} when the person already has an instance there
     */
    public Uni<InstanceRow> register(Tx tx, Organization organization, String person, String role) {
        return organizations
                .nextMemberNumber(tx, organization.slug())
                .flatMap(number -> store.insert(tx, organization, number, person, role))
                .map(made -> made.orElseThrow(() -> taken(organization.slug(), person)))
                .call(made -> events.state(tx, made))
                .map(StoredInstance::row);
    }

    /** A member to register, on a node that was chosen for it, or on none yet. */
    public record NewMember(String person, @Nullable String node) {}

    record Numbered(long number, NewMember member) {}

    /**
     * Registers many members, numbered from {@code first} on, with a few statements. A person who has an instance there already gets no
     * other: it is not among the answers.
     */
    public Uni<List<InstanceRow>> registerAll(
            Tx tx, Organization organization, long first, String role, List<NewMember> members) {
        var numbered = IntStream.range(0, members.size())
                .mapToObj(place -> new Numbered(first + place, members.get(place)))
                .toList();
        return events.standing(tx, organization.slug())
                .chain(standing -> Tx.inParts(
                        numbered,
                        some -> store.insertAll(tx, organization, role, some)
                                .call(made -> events.states(tx, standing, made))))
                .map(made -> made.stream()
                        .flatMap(List::stream)
                        .map(StoredInstance::row)
                        .toList());
    }

    /** The instances that some people have in an organization: id by person. */
    public Uni<Map<String, String>> ofPeople(Tx tx, String organization, List<String> people) {
        return store.ofPeople(tx, organization, people);
    }

    /** 404 when there is none. */
    public Uni<InstanceRow> get(Tx tx, String id) {
        return store.find(tx, id).map(found -> existing(found, id).row());
    }

    /** Those of {@code ids} that exist. */
    public Uni<List<InstanceRow>> known(Tx tx, List<String> ids) {
        return store.known(tx, ids)
                .map(all -> all.stream().map(StoredInstance::row).toList());
    }

    /** The same with the row locked until the transaction ends. */
    public Uni<InstanceRow> lock(Tx tx, String id) {
        return store.lock(tx, id).map(found -> existing(found, id).row());
    }

    public Uni<List<InstanceRow>> ofOrganization(Tx tx, String organization) {
        return store.ofOrganization(tx, organization)
                .map(all -> all.stream().map(StoredInstance::row).toList());
    }

    /**
     * Instances as they were at one moment.
     *
     * @param mark that moment in the life of the table: {@link #changedSince} tells everything that came after it
     */
    public record Snapshot(String mark, List<InstanceRow> rows) {}

    /** Everywhere, those that are {@link InstanceRow#isExpectedToAnswer expected to answer}. */
    public Uni<Snapshot> expectedToAnswer(Tx tx) {
        return store.expectedToAnswer(tx);
    }

    /** Every instance that was written since a mark, some perhaps told of before; what is gone is not told of. */
    public Uni<Snapshot> changedSince(Tx tx, String mark) {
        return store.changedSince(tx, mark);
    }

    /** Locks those of {@code ids} that nobody else has locked, never waiting. */
    public Uni<List<InstanceRow>> lockFree(Tx tx, List<String> ids) {
        return store.lockFree(tx, ids).map(Instances::rows);
    }

    private static List<InstanceRow> rows(List<StoredInstance> all) {
        return all.stream().map(StoredInstance::row).toList();
    }

    /**
     * Moves it to a state; a move that changes nothing writes nothing.
     *
     * @throws FailureException refused, when it is being removed
     */
    public Uni<Void> move(Tx tx, String id, InstanceState to) {
        return lock(tx, id)
                .invoke(now -> requireMove(now, to))
                .flatMap(now -> store.setState(tx, id, to))
                .flatMap(changed -> tellState(tx, changed));
    }

    /** Its node was chosen. */
    public Uni<Void> placed(Tx tx, String id, String node) {
        return store.setNode(tx, id, node).flatMap(changed -> tellState(tx, changed));
    }

    /** Its machine answers at these addresses. Another machine than before has neither health nor build yet. */
    public Uni<Void> provisioned(Tx tx, String id, Machine machine) {
        return store.setMachine(tx, id, machine).flatMap(changed -> tellState(tx, changed));
    }

    /** Its machine was found gone, and it stays registered: without place, addresses, health and build. */
    public Uni<Void> released(Tx tx, String id) {
        return store.release(tx, id).flatMap(changed -> tellState(tx, changed));
    }

    /** The build a pin keeps it on, where the pin names none the one decided last; empty when it is not pinned. */
    public Uni<Optional<String>> pinnedBuild(Tx tx, String id) {
        return store.find(tx, id).map(found -> {
            var instance = existing(found, id);
            var pin = instance.pinned();
            return pin == null
                    ? Optional.empty()
                    : Optional.ofNullable(pin.build())
                            .or(() -> Optional.ofNullable(instance.row().desiredBuild()));
        });
    }

    /** Decides its build and takes the next fence for the agent: the number to send with the install. */
    public Uni<Long> decideBuild(Tx tx, String id, String build) {
        return store.decideBuild(tx, id, build)
                .map(decided -> existing(decided, id))
                .call(decided -> events.state(tx, decided))
                .map(decided -> decided.row().fence());
    }

    /**
     * What a probe or an install saw; writes and publishes only a change of health or build. {@code seen} marks an answer; without one the
     * build last reported stays.
     */
    public Uni<Void> observed(Tx tx, String id, Health health, @Nullable String build, boolean seen) {
        var reason = seen ? "Its agent said so when it was asked after an install." : "Its agent did not answer.";
        return store.lock(tx, id)
                .map(before -> existing(before, id).row())
                .chain(before -> observed(tx, List.of(before), List.of(new Sighting(id, health, build, seen, reason))));
    }

    /**
     * What was seen of one instance.
     *
     * @param build what it reported; counts only with an answer
     * @param answered whether it answered
     * @param reason why it is held to be of this health, in words for a person
     */
    public record Sighting(
            String id, Health health, @Nullable String build, boolean answered, String reason) {}

    /** {@link #observed} for many at once, whose rows the caller has locked and read as {@code before}. */
    public Uni<Void> observed(Tx tx, List<InstanceRow> before, List<Sighting> all) {
        return store.observeAll(tx, all)
                .chain(changed -> events.observed(tx, before, changed, all))
                .chain(() -> markSeen(
                        tx,
                        all.stream()
                                .filter(Sighting::answered)
                                .map(Sighting::id)
                                .toList()));
    }

    /** Marks answers that changed nothing else, in bulk; what is gone by now is passed over. */
    public Uni<Void> markSeen(Tx tx, List<String> ids) {
        return ids.isEmpty() ? Uni.createFrom().voidItem() : store.seen(tx, ids).replaceWithVoid();
    }

    /** Deletes the row and publishes {@code instance.removed}. A repeat changes nothing. */
    public Uni<Void> delete(Tx tx, String id) {
        return store.delete(tx, id)
                .flatMap(deleted -> deleted.isPresent()
                        ? events.removed(tx, deleted.get())
                        : Uni.createFrom().voidItem());
    }

    /** The public address of its cockpit, {@code http://<username>--<org>.<domain>/}. */
    public String cockpitUrl(String organization, String person) {
        return cockpits.url(organization, person);
    }

    /** What the gateway needs of a host's label pair; null when there is no such instance. */
    public Uni<@Nullable InstanceRow> ofPerson(String organization, String person) {
        return store.ofPerson(Tx.of(pool), organization, person)
                .map(found -> found.map(StoredInstance::row).orElse(null));
    }

    private Uni<Void> tellState(Tx tx, Optional<StoredInstance> changed) {
        return changed.isPresent()
                ? events.state(tx, changed.get())
                : Uni.createFrom().voidItem();
    }

    private static StoredInstance existing(Optional<StoredInstance> found, String id) {
        return found.orElseThrow(() -> unknown(id));
    }

    static ProblemException unknown(String id) {
        return ProblemException.notFound("instance " + id);
    }

    private static void requireMove(InstanceRow now, InstanceState to) {
        if (!now.state().mayBecome(to)) {
            throw new FailureException(new Failure(
                    FailureKind.REFUSED,
                    "The instance " + now.id() + " is " + now.state().word() + " and cannot become " + to.word() + ".",
                    "Nothing to do: the later decision stands."));
        }
    }

    private static ProblemException taken(String organization, String person) {
        return ProblemException.conflict(
                "person-taken",
                "Already there",
                person + " has an instance in " + organization + " already; one person has one instance there.");
    }
}
