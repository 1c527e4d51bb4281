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
    private final AskedBuilds builds;
    private final OnboardingConfig config;

    StepRuns(
            OnboardingStore store,
            Organizations organizations,
            Instances instances,
            Seats seats,
            Runs runs,
            AskedBuilds builds,
            OnboardingConfig config) {
        this.store = store;
        this.organizations = organizations;
        this.instances = instances;
        this.seats = seats;
        this.runs = runs;
        this.builds = builds;
        this.config = config;
    }

    /**
     * Makes its machine, for an instance that was registered only or whose provisioning failed; or makes it anew, and installs its build,
     * where its provider says that the machine is gone.
     */
    Uni<Onboarding> provision(
            SqlConnection connection, String actor, String instance, @Nullable String node, boolean gone) {
        return begin(connection, instance)
                .invoke(row -> refuseUnless(
                        WITHOUT_STACK.contains(row.state()) || gone && mayBeGone(row), row, "It has a machine already"))
                .call(row -> seats.take(Tx.of(connection), row, node))
                .chain(row -> open(
                                connection,
                                actor,
                                row,
                                Stage.PROVISIONING,
                                gone && mayBeGone(row) ? Stage.READY : Stage.PROVISIONING,
                                node,
                                null,
                                gone)
                        // from now on: a refresh takes no part of one that is being provisioned
                        .call(() -> row.state() == InstanceState.REGISTERED
                                ? Uni.createFrom().voidItem()
                                : instances.move(Tx.of(connection), instance, InstanceState.PROVISIONING)));
    }

    /** Installs the organization's build (again), or {@code build} on this instance alone, and sees it healthy. */
    Uni<Onboarding> install(SqlConnection connection, String actor, String instance, @Nullable String build) {
        return begin(connection, instance)
                .invoke(row -> refuseUnless(
                        row.agentAddress() != null && row.state() != InstanceState.REGISTERED,
                        row,
                        "It has no machine yet; provision it first"))
                .invoke(row -> refuseUnless(
                        row.state() != InstanceState.INSTALLING, row, "A refresh is just bringing it to another build"))
                .call(() -> builds.check(connection, instance, build))
                .chain(row -> open(connection, actor, row, Stage.INSTALLING, Stage.READY, null, build, false)
                        // from now on: a refresh that came between would be called off on its machine by this run
                        .call(() -> instances.move(Tx.of(connection), instance, InstanceState.INSTALLING)));
    }

    /** Whether it may have had a machine that is gone by now; what a refresh is at work on is left to it. */
    static boolean mayBeGone(InstanceRow row) {
        return row.agentAddress() != null
                && switch (row.state()) {
                    case PROVISIONED, READY, FAILED -> true;
                    case REGISTERED, PROVISIONING, INSTALLING, REMOVING -> false;
                };
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
            SqlConnection connection,
            String actor,
            InstanceRow row,
            Stage first,
            Stage last,
            @Nullable String node,
            @Nullable String build,
            boolean gone) {
        return organizations
                .get(Tx.of(connection), row.organization())
                .chain(organization -> store.now(connection)
                        .map(now -> onboarding(actor, organization, row, first, last, node, build, gone, now)))
                .call(onboarding -> runs.open(connection, actor, onboarding));
    }

    private Onboarding onboarding(
            String actor,
            Organization organization,
            InstanceRow row,
            Stage first,
            Stage last,
            @Nullable String node,
            @Nullable String build,
            boolean gone,
            Instant now) {
        return new Onboarding(
                Ids.next("onb"),
                0,
                new Onboarding.Subject(
                        organization.slug(), organization.number(), row.id(), row.person(), row.role(), node, build),
                OnboardingState.begin(first, last, now, config::deadline),
                new Onboarding.Made(
                        false,
                        false,
                        gone || row.agentAddress() == null,
                        row.state().name()),
                Effects.NONE,
                actor,
                now,
                null);
    }
}
