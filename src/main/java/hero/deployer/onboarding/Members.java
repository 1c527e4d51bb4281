package hero.deployer.onboarding;

import java.util.List;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.SqlConnection;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.Idempotency;
import hero.deployer.base.Idempotency.Answer;
import hero.deployer.identity.Caller;
import hero.deployer.onboarding.MembersPlan.Plan;

/** Onboards many at once: all good rows are begun in one transaction, or none where there is no room for all. */
@ApplicationScoped
class Members {
    private static final int OK = 200;
    private static final int CREATED = 201;

    /** What is asked. */
    record Many(
            List<MemberEntry> entries,
            boolean dryRun,
            @Nullable String stopAfter) {
        Stage last() {
            return Registration.last(stopAfter);
        }
    }

    private final Vertx vertx;
    private final Idempotency idempotency;
    private final MembersPlan planning;
    private final MembersRegistration registration;

    Members(Vertx vertx, Idempotency idempotency, MembersPlan planning, MembersRegistration registration) {
        this.vertx = vertx;
        this.idempotency = idempotency;
        this.planning = planning;
        this.registration = registration;
    }

    /** Parses off the event loop: a table may be large. */
    Uni<List<MemberEntry>> readTable(String table) {
        return Uni.createFrom()
                .completionStage(() -> vertx.executeBlocking(() -> MembersCsv.read(table), false)
                        .toCompletionStage());
    }

    /** @param body what tells two requests apart */
    Uni<Response> add(Caller caller, String slug, Many many, @Nullable String key, Object body) {
        var request = new Idempotency.Request(
                caller.username(), "POST /api/v1/organizations/" + slug + "/members", many.dryRun() ? null : key, body);
        var last = many.last();
        if (many.dryRun()) {
            return idempotency.inPool(
                    request,
                    connection -> planning.plan(connection, slug, many.entries(), last)
                            .map(plan -> Answer.of(OK, view(many, plan, plan.roll(), Map.of()))));
        }
        return idempotency.inPool(request, connection -> begin(connection, caller, slug, many, last));
    }

    private Uni<Answer> begin(SqlConnection connection, Caller caller, String slug, Many many, Stage last) {
        return planning.plan(connection, slug, many.entries(), last)
                .invoke(Plan::requireRoom)
                .chain(plan -> registration
                        .begin(connection, caller.username(), plan, last)
                        .map(begun -> {
                            var view = view(many, plan, begun.roll(), begun.views());
                            return new Answer(view.madeSome() ? CREATED : OK, view, view.withoutSecrets());
                        }));
    }

    private static MembersView view(Many many, Plan plan, MemberRoll roll, Map<Integer, OnboardingView> begun) {
        var items = many.entries().stream()
                .map(entry -> new MembersView.Item(
                        entry.row(),
                        entry.username(),
                        begun.get(entry.row()),
                        roll.problems().get(entry.row())))
                .toList();
        return new MembersView(many.dryRun(), plan.roomFor(), plan.fits(), items);
    }
}
