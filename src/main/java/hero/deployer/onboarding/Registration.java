package hero.deployer.onboarding;

import java.time.Instant;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.DnsLabel;
import hero.deployer.base.Ids;
import hero.deployer.base.ProblemException;
import hero.deployer.base.Tx;
import hero.deployer.identity.Grant;
import hero.deployer.identity.People;
import hero.deployer.identity.People.Added;
import hero.deployer.identity.Role;
import hero.deployer.instance.InstanceRow;
import hero.deployer.instance.InstanceState;
import hero.deployer.instance.Instances;
import hero.deployer.onboarding.Onboardings.StartOnboarding;
import hero.deployer.organization.Organizations.Organization;

/** The stage {@code adding}: everything a run needs is taken in one transaction, or nothing is. */
@ApplicationScoped
class Registration {
    static final String ADMIN = "admin";

    private final People people;
    private final Instances instances;
    private final Seats seats;
    private final Runs runs;
    private final OnboardingStore store;
    private final OnboardingViews views;
    private final OnboardingConfig config;

    Registration(
            People people,
            Instances instances,
            Seats seats,
            Runs runs,
            OnboardingStore store,
            OnboardingViews views,
            OnboardingConfig config) {
        this.people = people;
        this.instances = instances;
        this.seats = seats;
        this.runs = runs;
        this.store = store;
        this.views = views;
        this.config = config;
    }

    Uni<OnboardingView> start(
            SqlConnection connection, String actor, Organization organization, String role, StartOnboarding command) {
        var last = last(command.stopAfter());
        if (!DnsLabel.isValid(command.username())) {
            throw ProblemException.badField("username", DnsLabel.MESSAGE);
        }
        var tx = Tx.of(connection);
        return people.addOrFind(tx, actor, organization.slug(), command.username(), command.name(), command.email())
                .chain(added -> instances
                        .register(tx, organization, command.username(), role)
                        .call(row -> last == Stage.ADDING
                                ? Uni.createFrom().voidItem()
                                : seats.take(tx, row, command.node()))
                        .call(() -> entitle(tx, organization, role, command.username()))
                        .chain(row -> store.now(connection)
                                .map(now -> onboarding(actor, organization, row, added, command.node(), last, now)))
                        .call(onboarding -> runs.open(connection, actor, onboarding))
                        .map(onboarding -> views.of(onboarding, added.oneTimePassword())));
    }

    static Stage last(@Nullable String stopAfter) {
        return switch (stopAfter) {
            case null -> Stage.READY;
            case "adding" -> Stage.ADDING;
            case "provisioning" -> Stage.PROVISIONING;
            default -> throw ProblemException.badField("stopAfter", "must be adding or provisioning");
        };
    }

    private Uni<Void> entitle(Tx tx, Organization organization, String role, String username) {
        return role.equals(ADMIN)
                ? people.grant(tx, username, new Grant(Role.ADMIN, organization.slug()))
                : Uni.createFrom().voidItem();
    }

    private Onboarding onboarding(
            String actor,
            Organization organization,
            InstanceRow row,
            Added added,
            @Nullable String node,
            Stage last,
            Instant now) {
        return new Onboarding(
                Ids.next("onb"),
                0,
                new Onboarding.Subject(
                        organization.slug(), organization.number(), row.id(), row.person(), row.role(), node, null),
                OnboardingState.begin(Stage.ADDING, last, now, config::deadline),
                new Onboarding.Made(true, added.oneTimePassword() != null, true, InstanceState.REGISTERED.name()),
                Effects.NONE,
                actor,
                now,
                null);
    }
}
