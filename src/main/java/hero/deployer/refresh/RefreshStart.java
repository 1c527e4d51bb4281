package hero.deployer.refresh;

import java.time.Instant;
import java.util.EnumMap;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.Idempotency;
import hero.deployer.base.Idempotency.Answer;
import hero.deployer.base.Ids;
import hero.deployer.base.ProblemException;
import hero.deployer.base.Tx;
import hero.deployer.identity.Caller;
import hero.deployer.organization.Organizations;
import hero.deployer.organization.Organizations.Organization;
import hero.deployer.refresh.RefreshPlanner.Plan;
import hero.deployer.release.Releases;

/** Plans a refresh and opens it: rows, event, audit and task in one transaction. */
@ApplicationScoped
class RefreshStart {
    private static final int CREATED = 201;

    private final Pool pool;
    private final Idempotency idempotency;
    private final RefreshConfig config;
    private final RefreshStore store;
    private final MemberStore members;
    private final Joiners joiners;
    private final Refreshes refreshes;
    private final RefreshLog log;
    private final Organizations organizations;
    private final Releases releases;

    RefreshStart(
            Pool pool,
            Idempotency idempotency,
            RefreshConfig config,
            RefreshStore store,
            MemberStore members,
            Joiners joiners,
            Refreshes refreshes,
            RefreshLog log,
            Organizations organizations,
            Releases releases) {
        this.pool = pool;
        this.idempotency = idempotency;
        this.config = config;
        this.store = store;
        this.members = members;
        this.joiners = joiners;
        this.refreshes = refreshes;
        this.log = log;
        this.organizations = organizations;
        this.releases = releases;
    }

    /** What is to be done, decided. */
    private record Planned(Organization organization, String build, Strategy strategy, Plan plan) {}

    /** What {@link #start} would do. */
    Uni<RehearsalView> dryRun(String slug, StartRefresh command) {
        var strategy = command.strategy(config);
        return pool.withConnection(connection -> plan(connection, slug, command, strategy))
                .map(planned ->
                        RehearsalView.of(planned.organization.slug(), planned.build, planned.strategy, planned.plan));
    }

    Uni<Response> start(Caller caller, String slug, StartRefresh command, @Nullable String key) {
        var strategy = command.strategy(config);
        if (command.rehearses()) {
            return dryRun(slug, command).map(would -> Response.ok(would).build());
        }
        var request = new Idempotency.Request(
                caller.username(), "POST /api/v1/organizations/" + slug + "/refreshes", key, command);
        return idempotency.inPool(
                request,
                connection -> refuseOpen(connection, slug)
                        .chain(() -> plan(connection, slug, command, strategy))
                        .chain(planned -> open(connection, caller.username(), planned))
                        .map(run -> Answer.of(CREATED, RefreshView.of(run))));
    }

    private Uni<Planned> plan(SqlConnection connection, String slug, StartRefresh command, Strategy strategy) {
        var tx = Tx.of(connection);
        return organizations
                .get(tx, slug)
                .invoke(RefreshStart::standing)
                .chain(organization -> build(tx, organization, command.build())
                        .chain(build -> joiners.candidates(tx, organization.slug(), build)
                                .map(all -> new Planned(
                                        organization, build, strategy, RefreshPlanner.plan(build, strategy, all)))));
    }

    private static void standing(Organization organization) {
        if (organization.removing()) {
            throw ProblemException.conflict(
                    "removing",
                    "Going away",
                    "The organization " + organization.slug() + " is being removed and takes no change.");
        }
    }

    private Uni<String> build(Tx tx, Organization organization, @Nullable String asked) {
        return asked == null
                ? releases.currentBuild(tx, organization.channel())
                        .onItem()
                        .ifNull()
                        .failWith(() -> ProblemException.badField(
                                "build", "is needed: the channel " + organization.channel() + " has none yet"))
                        .map(String::valueOf)
                : releases.build(tx, asked)
                        .onItem()
                        .ifNull()
                        .failWith(() -> ProblemException.of(
                                422, "unknown-build", "Unknown build", "build: there is no build " + asked + "."))
                        .replaceWith(asked);
    }

    private Uni<Void> refuseOpen(SqlConnection connection, String slug) {
        return store.open(connection, slug)
                .invoke(open -> open.ifPresent(reading -> {
                    throw isOpen(reading.run().id());
                }))
                .replaceWithVoid();
    }

    /** What stands in the way of another one. */
    static ProblemException isOpen(String id) {
        return ProblemException.conflict(
                        "refresh-open",
                        "Another refresh is open",
                        "Refresh " + id + " of this organization is open; wait for it, cancel it or resume it.")
                .with("refresh", id)
                .with("href", "/api/v1/refreshes/" + id);
    }

    private Uni<Refresh> open(SqlConnection connection, String actor, Planned planned) {
        var tx = Tx.of(connection);
        var run = run(actor, planned);
        return store.insert(connection, run)
                .chain(inserted -> inserted
                        ? Uni.createFrom().voidItem()
                        : store.open(connection, run.organization())
                                .invoke(other -> {
                                    throw isOpen(
                                            other.map(found -> found.run().id()).orElse("just now"));
                                })
                                .replaceWithVoid())
                .chain(() -> members.insert(connection, run.id(), planned.plan.members()))
                .chain(() -> store.read(connection, run.id()))
                .map(found -> found.orElseThrow().run())
                .call(opened -> log.state(tx, opened))
                .call(opened -> log.audited(tx, actor, "start", opened))
                .call(opened -> opened.state().open()
                        ? refreshes.wake(connection, opened.id())
                        : organizations.stand(tx, opened.organization(), planned.build));
    }

    private static Refresh run(String actor, Planned planned) {
        var organization = planned.organization;
        var counts = new EnumMap<MemberState, Long>(MemberState.class);
        planned.plan.members().forEach(member -> counts.merge(member.state(), 1L, Long::sum));
        return new Refresh(
                Ids.next("ref"),
                0,
                0,
                new Refresh.Subject(organization.slug(), organization.number(), planned.build, organization.build()),
                planned.strategy,
                planned.plan.resolved(),
                planned.plan.isDone() ? new RefreshState.Succeeded() : new RefreshState.Planned(),
                false,
                null,
                Refresh.Progress.NONE,
                Counts.of(counts),
                actor,
                Instant.EPOCH,
                null,
                null,
                true);
    }
}
