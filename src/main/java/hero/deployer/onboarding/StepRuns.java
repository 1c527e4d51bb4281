package hero.deployer.onboarding;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.Ids;
import hero.deployer.base.ProblemException;
import hero.deployer.base.Tx;
import hero.deployer.instance.InstanceRow;
import hero.deployer.instance.InstanceState;
import hero.deployer.instance.Instances;
import hero.deployer.organization.Organizations;
import hero.deployer.organization.Organizations.Organization;

/** Runs of a single step on an instance that is registered already, with the same refusals up front. */
@ApplicationScoped
class StepRuns {
    private static final Set<InstanceState> WITHOUT_STACK =
            EnumSet.of(InstanceState.REGISTERED, InstanceState.PROVISIONING, InstanceState.FAILED);

    private final OnboardingStore store;
    private final Organizations organizations;
    private final Instances instances;
    private final Seats seats;
    private final Runs runs;
    private final OnboardingConfig config;

    StepRuns(
            OnboardingStore store,
            Organizations organizations,
            Instances instances,
            Seats seats,
            Runs runs,
            OnboardingConfig config) {
        this.store = store;
        this.organizations = organizations;
        this.instances = instances;
        this.seats = seats;
        this.runs = runs;
        this.config = config;
    }

    /** Makes its machine, for an instance that was registered only or whose provisioning failed. */
    Uni<Onboarding> provision(SqlConnection connection, String actor, String instance, @Nullable String node) {
        return begin(connection, instance)
                .invoke(row -> refuseUnless(WITHOUT_STACK.contains(row.state()), row, "It has a machine already"))
                .call(row -> seats.take(Tx.of(connection), row, node))
                .chain(row -> open(connection, actor, row, Stage.PROVISIONING, Stage.PROVISIONING, node));
    }

    /** Installs the organization's build (again) and sees it healthy. */
    Uni<Onboarding> install(SqlConnection connection, String actor, String instance) {
        return begin(connection, instance)
                .invoke(row -> refuseUnless(
                        row.agentAddress() != null && row.state() != InstanceState.REGISTERED,
                        row,
                        "It has no machine yet; provision it first"))
                .invoke(row -> refuseUnless(
                        row.state() != InstanceState.INSTALLING, row, "A refresh is just bringing it to another build"))
                .chain(row -> open(connection, actor, row, Stage.INSTALLING, Stage.READY, null)
                        // from now on: a refresh that came between would be called off on its machine by this run
                        .call(() -> instances.move(Tx.of(connection), instance, InstanceState.INSTALLING)));
    }

    private Uni<InstanceRow> begin(SqlConnection connection, String instance) {
        var tx = Tx.of(connection);
        return instances
                .lock(tx, instance)
                .invoke(row -> refuseUnless(row.state() != InstanceState.REMOVING, row, "It is being removed"))
                .call(() -> store.lockOpen(connection, instance).invoke(open -> open.ifPresent(StepRuns::refuseOpen)))
                .call(row -> organizations.get(tx, row.organization()).invoke(Runs::standing));
    }

    private static void refuseOpen(OnboardingStore.Reading open) {
        var id = open.onboarding().id();
        throw ProblemException.conflict(
                        "run-open",
                        "Another run is open",
                        "Onboarding " + id + " works on this instance; wait for it or cancel it.")
                .with("onboarding", id)
                .with("link", "/api/v1/onboardings/" + id);
    }

    private static void refuseUnless(boolean fine, InstanceRow row, String why) {
        if (!fine) {
            var state = row.state().name().toLowerCase(java.util.Locale.ROOT);
            throw ProblemException.conflict("wrong-state", "Not possible in this state", why + ". It is " + state + ".")
                    .with("state", state);
        }
    }

    private Uni<Onboarding> open(
            SqlConnection connection, String actor, InstanceRow row, Stage first, Stage last, @Nullable String node) {
        return organizations
                .get(Tx.of(connection), row.organization())
                .chain(organization ->
                        store.now(connection).map(now -> onboarding(actor, organization, row, first, last, node, now)))
                .call(onboarding -> runs.open(connection, actor, onboarding));
    }

    private Onboarding onboarding(
            String actor,
            Organization organization,
            InstanceRow row,
            Stage first,
            Stage last,
            @Nullable String node,
            Instant now) {
        return new Onboarding(
                Ids.next("onb"),
                0,
                new Onboarding.Subject(
                        organization.slug(), organization.number(), row.id(), row.person(), row.role(), node),
                OnboardingState.begin(first, last, now, config::deadline),
                new Onboarding.Made(
                        false, false, row.agentAddress() == null, row.state().name()),
                Effects.NONE,
                actor,
                now,
                null);
    }
}
