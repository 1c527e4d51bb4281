package hero.deployer.onboarding;

import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.FailureException;
import hero.deployer.base.Idempotency;
import hero.deployer.base.Idempotency.Answer;
import hero.deployer.base.Page;
import hero.deployer.base.ProblemException;
import hero.deployer.base.Tx;
import hero.deployer.identity.Caller;
import hero.deployer.identity.Role;
import hero.deployer.instance.InstanceRow;
import hero.deployer.instance.Instances;
import hero.deployer.onboarding.Onboardings.StartOnboarding;
import hero.deployer.organization.Organizations;

/** The verbs of the HTTP routes. */
@ApplicationScoped
class OnboardingService {
    private static final int CREATED = 201;
    private static final String MEMBER = "member";

    private final Pool pool;
    private final Idempotency idempotency;
    private final Onboardings onboardings;
    private final StepRuns stepRuns;
    private final OnboardingVerbs verbs;
    private final OnboardingStore store;
    private final OnboardingViews views;
    private final Organizations organizations;
    private final Instances instances;
    private final Machines machines;

    OnboardingService(
            Pool pool,
            Idempotency idempotency,
            Onboardings onboardings,
            StepRuns stepRuns,
            OnboardingVerbs verbs,
            OnboardingStore store,
            OnboardingViews views,
            Organizations organizations,
            Instances instances,
            Machines machines) {
        this.pool = pool;
        this.idempotency = idempotency;
        this.onboardings = onboardings;
        this.stepRuns = stepRuns;
        this.verbs = verbs;
        this.store = store;
        this.views = views;
        this.organizations = organizations;
        this.instances = instances;
        this.machines = machines;
    }

    Uni<Response> start(Caller caller, String slug, StartOnboarding command, @Nullable String key) {
        var request = request(caller, "/api/v1/organizations/" + slug + "/onboardings", key, command);
        return idempotency.inPool(
                request,
                connection -> organizations
                        .get(Tx.of(connection), slug)
                        .chain(organization ->
                                onboardings.start(connection, caller.username(), organization, MEMBER, command))
                        .map(view -> new Answer(CREATED, view, view.withoutSecret())));
    }

    Uni<Response> provision(Caller caller, String instance, @Nullable String node, @Nullable String key) {
        var request = request(caller, "/api/v1/instances/" + instance + "/provision", key, String.valueOf(node));
        return step(caller, instance)
                .chain(this::isGone)
                .chain(gone -> idempotency.inPool(
                        request,
                        connection -> stepRuns.provision(connection, caller.username(), instance, node, gone)
                                .map(this::created)));
    }

    /** Whether its provider says for certain that its machine is no more; asked before any transaction. */
    private Uni<Boolean> isGone(InstanceRow row) {
        return StepRuns.mayBeGone(row)
                ? machines.find(row.id())
                        .map(Optional::isEmpty)
                        .onFailure(FailureException.class)
                        .recoverWithItem(false)
                : Uni.createFrom().item(false);
    }

    Uni<Response> install(Caller caller, String instance, @Nullable String build, @Nullable String key) {
        var request = request(caller, "/api/v1/instances/" + instance + "/install", key, String.valueOf(build));
        return step(caller, instance)
                .chain(() -> idempotency.inPool(
                        request,
                        connection -> stepRuns.install(connection, caller.username(), instance, build)
                                .map(this::created)));
    }

    Uni<OnboardingView> get(Caller caller, String id) {
        return store.read(pool, id)
                .map(found -> found.orElseThrow(() -> ProblemException.notFound("such onboarding"))
                        .onboarding())
                .invoke(found -> caller.require(Role.VIEWER, found.subject().organization(), "such onboarding"))
                .map(views::of);
    }

    Uni<Page<OnboardingView>> list(Caller caller, String slug, List<String> states, long before, int limit) {
        caller.require(Role.VIEWER, slug);
        return organizations
                .get(Tx.of(pool), slug)
                .chain(organization -> store.list(pool, slug, organization.number(), states, before, limit + 1))
                .map(found -> page(found, limit));
    }

    Uni<OnboardingView> retry(Caller caller, String id, @Nullable String build) {
        return verbs.retry(caller, id, build).map(views::of);
    }

    Uni<OnboardingView> cancel(Caller caller, String id) {
        return verbs.cancel(caller, id).map(views::of);
    }

    private Uni<InstanceRow> step(Caller caller, String instance) {
        return instances
                .get(Tx.of(pool), instance)
                .invoke(row -> caller.require(Role.OPERATOR, row.organization(), "instance " + row.id()));
    }

    private Answer created(Onboarding onboarding) {
        return Answer.of(CREATED, views.of(onboarding));
    }

    private Page<OnboardingView> page(List<OnboardingStore.Listed> found, int limit) {
        var shown = found.stream().limit(limit).toList();
        var next = found.size() > limit ? String.valueOf(shown.getLast().seq()) : null;
        return new Page<>(
                shown.stream().map(listed -> views.of(listed.onboarding())).toList(), next);
    }

    private static Idempotency.Request request(Caller caller, String path, @Nullable String key, Object body) {
        return new Idempotency.Request(caller.username(), "POST " + path, key, body);
    }
}
