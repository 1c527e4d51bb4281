package hero.deployer.onboarding;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.Ids;
import hero.deployer.base.Problem;
import hero.deployer.base.Tx;
import hero.deployer.identity.People;
import hero.deployer.identity.People.Newcomer;
import hero.deployer.instance.InstanceRow;
import hero.deployer.instance.InstanceState;
import hero.deployer.instance.Instances;
import hero.deployer.instance.Instances.NewMember;
import hero.deployer.node.Ledger;
import hero.deployer.node.Seating.Seat;
import hero.deployer.onboarding.MembersPlan.Plan;
import hero.deployer.organization.Organizations;

/**
 * The stage {@code adding} for many, some hundred rows a statement. Locks in the order of a single one: people, organization, nodes.
 */
@ApplicationScoped
class MembersRegistration {
    private static final String MEMBER = "member";

    /** What was begun: views by row; the roll says why others were not. */
    record Begun(MemberRoll roll, Map<Integer, OnboardingView> views) {}

    private final People people;
    private final Organizations organizations;
    private final Instances instances;
    private final Ledger ledger;
    private final MembersPlan planning;
    private final Runs runs;
    private final OnboardingStore store;
    private final OnboardingViews views;
    private final Places places;
    private final OnboardingConfig config;

    MembersRegistration(
            People people,
            Organizations organizations,
            Instances instances,
            Ledger ledger,
            MembersPlan planning,
            Runs runs,
            OnboardingStore store,
            OnboardingViews views,
            Places places,
            OnboardingConfig config) {
        this.people = people;
        this.organizations = organizations;
        this.instances = instances;
        this.ledger = ledger;
        this.planning = planning;
        this.runs = runs;
        this.store = store;
        this.views = views;
        this.places = places;
        this.config = config;
    }

    /**
     * What stays the same for all of them.
     *
     * @param ahead how many were made for a node so far
     */
    private record Work(
            SqlConnection connection,
            String actor,
            Plan plan,
            Stage last,
            Instant now,
            long first,
            Map<String, Integer> ahead) {
        Tx tx() {
            return Tx.of(connection);
        }
    }

    Uni<Begun> begin(SqlConnection connection, String actor, Plan plan, Stage last) {
        if (plan.roll().good().isEmpty()) {
            return Uni.createFrom().item(new Begun(plan.roll(), Map.of()));
        }
        var tx = Tx.of(connection);
        var slug = plan.organization().slug();
        return accounts(tx, actor, slug, plan.roll().good())
                .chain(passwords -> organizations
                        .nextMemberNumbers(tx, slug, plan.roll().good().size())
                        .chain(first -> stillFree(tx, plan)
                                .chain(roll -> planning.seated(tx, plan.with(roll), last, true))
                                .invoke(Plan::requireRoom)
                                .chain(seated -> store.now(connection)
                                        .chain(now -> register(
                                                new Work(connection, actor, seated, last, now, first, new HashMap<>()),
                                                passwords)))));
    }

    /** Accounts for those who have none; the one-time passwords of the new ones. */
    private Uni<Map<String, String>> accounts(Tx tx, String actor, String slug, List<MemberEntry> good) {
        var newcomers = good.stream()
                .map(entry -> new Newcomer(entry.username(), entry.name(), entry.email()))
                .toList();
        return people.addOrFindAll(tx, actor, slug, newcomers);
    }

    /** With the organization locked nobody else joins it: those who joined since we looked are there already. */
    private Uni<MemberRoll> stillFree(Tx tx, Plan plan) {
        var good = plan.roll().good();
        return instances
                .ofPeople(tx, plan.organization().slug(), MemberRoll.askable(good))
                .map(there -> {
                    var late = new HashMap<Integer, Problem>();
                    good.forEach(entry -> {
                        var instance = there.get(entry.username());
                        if (instance != null) {
                            late.put(entry.row(), MemberRoll.taken(entry.username(), instance));
                        }
                    });
                    return plan.roll().without(late);
                });
    }

    private Uni<Begun> register(Work work, Map<String, String> passwords) {
        var good = work.plan().roll().good();
        var members = new ArrayList<NewMember>();
        for (int i = 0; i < good.size(); i++) {
            members.add(new NewMember(good.get(i).username(), node(work.plan(), i)));
        }
        return instances
                .registerAll(work.tx(), work.plan().organization(), work.first(), MEMBER, members)
                .call(rows -> seat(work, rows))
                .chain(rows -> open(work, rows, passwords))
                .call(() -> ledger.tell(work.tx(), nodes(work.plan())));
    }

    private Uni<Void> seat(Work work, List<InstanceRow> rows) {
        var places = rows.stream()
                .filter(row -> row.node() != null)
                .collect(Collectors.toMap(InstanceRow::id, row -> java.util.Objects.requireNonNull(row.node())));
        return places.isEmpty()
                ? Uni.createFrom().voidItem()
                : ledger.takeAll(work.tx(), work.plan().setup(), places);
    }

    private Uni<Begun> open(Work work, List<InstanceRow> rows, Map<String, String> passwords) {
        var byPerson = rows.stream().collect(Collectors.toMap(InstanceRow::person, row -> row));
        var begun = new HashMap<Integer, OnboardingView>();
        return Tx.inParts(work.plan().roll().good(), some -> open(work, some, byPerson, passwords, begun))
                .replaceWith(new Begun(work.plan().roll(), begun));
    }

    private Uni<Void> open(
            Work work,
            List<MemberEntry> entries,
            Map<String, InstanceRow> byPerson,
            Map<String, String> passwords,
            Map<Integer, OnboardingView> begun) {
        var opened = new ArrayList<Onboarding>();
        var nodes = new ArrayList<Optional<String>>();
        for (var entry : entries) {
            var row = byPerson.get(entry.username());
            if (row == null) {
                throw new IllegalStateException("somebody joined a locked organization");
            }
            var password = passwords.get(entry.username());
            var onboarding = onboarding(work, entry, row, password != null);
            opened.add(onboarding);
            nodes.add(Optional.ofNullable(row.node()));
            begun.put(entry.row(), views.of(onboarding, password));
        }
        return runs.openAll(work.connection(), work.actor(), opened, nodes);
    }

    private Onboarding onboarding(Work work, MemberEntry entry, InstanceRow row, boolean account) {
        var organization = work.plan().organization();
        return new Onboarding(
                Ids.next("onb"),
                0,
                new Onboarding.Subject(
                        organization.slug(),
                        organization.number(),
                        row.id(),
                        row.person(),
                        row.role(),
                        entry.node(),
                        null),
                state(work, row),
                new Onboarding.Made(true, account, true, InstanceState.REGISTERED.name()),
                Effects.NONE,
                work.actor(),
                work.now(),
                null);
    }

    private OnboardingState state(Work work, InstanceRow row) {
        var state = OnboardingState.begin(Stage.ADDING, work.last(), work.now(), config::deadline);
        if (row.node() == null || !(state instanceof OnboardingState.Running running)) {
            return state;
        }
        int before = work.ahead().merge(row.node(), 1, Integer::sum) - 1;
        var until = work.now().plus(config.placeDeadline());
        return places.words(row.node(), before)
                .<OnboardingState>map(words -> running.step(stage -> stage.queued(until, words)))
                .orElse(state);
    }

    private static @Nullable String node(Plan plan, int place) {
        return !plan.seats().isEmpty() && plan.seats().get(place) instanceof Seat.At(String node) ? node : null;
    }

    private static List<String> nodes(Plan plan) {
        return plan.seats().stream()
                .filter(Seat.At.class::isInstance)
                .map(seat -> ((Seat.At) seat).node())
                .toList();
    }
}
