package hero.deployer.instance;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import org.jspecify.annotations.Nullable;

import hero.deployer.audit.AuditEntry;
import hero.deployer.audit.AuditLog;
import hero.deployer.base.Failure;
import hero.deployer.base.FailureException;
import hero.deployer.base.FailureKind;
import hero.deployer.base.Page;
import hero.deployer.base.ProblemException;
import hero.deployer.base.Tx;
import hero.deployer.identity.Caller;
import hero.deployer.identity.Role;
import hero.deployer.instance.StoredInstance.Pin;
import hero.deployer.release.Releases;

/** What people ask of single instances, and the list of them. One they may not see is as absent as one that is not there. */
@ApplicationScoped
class InstanceService {
    private static final int LOG_TAIL = 64 * 1024;

    private final Pool pool;
    private final InstanceStore store;
    private final InstanceViews views;
    private final InstanceEvents events;
    private final Releases releases;
    private final AuditLog audit;
    private final AgentClient agents;

    InstanceService(
            Pool pool,
            InstanceStore store,
            InstanceViews views,
            InstanceEvents events,
            Releases releases,
            AuditLog audit,
            AgentClient agents) {
        this.pool = pool;
        this.store = store;
        this.views = views;
        this.events = events;
        this.releases = releases;
        this.audit = audit;
        this.agents = agents;
    }

    Uni<Page<InstanceView>> list(String organization, InstanceQuery query) {
        return read(tx -> views.standing(tx, organization)
                .flatMap(standing -> store.page(tx, organization, query, standing.currentBuild())
                        .map(found -> page(found, query.limit, standing))));
    }

    Uni<InstanceView> get(Caller by, String id) {
        return read(tx -> visible(tx, by, id).flatMap(found -> views.view(tx, found)));
    }

    /** Pins or, with null, unpins it. */
    Uni<InstanceView> pin(Caller by, String id, ChangeInstance.@Nullable PinInstance asked) {
        return pool.withTransaction(connection -> {
            var tx = Tx.of(connection);
            return visible(tx, by, id)
                    .invoke(found -> by.require(Role.OPERATOR, found.row().organization()))
                    .call(() -> asked == null ? Uni.createFrom().voidItem() : requireKnown(tx, asked.build()))
                    .flatMap(found -> store.pin(tx, id, pin(by, asked))
                            .flatMap(changed ->
                                    changed.isEmpty() ? Uni.createFrom().item(found) : tell(tx, by, changed.get())))
                    .flatMap(now -> views.view(tx, now));
        });
    }

    /** The end of what its stack and its installs said, asked of the agent now. */
    Uni<String> log(Caller by, String id) {
        return read(tx -> visible(tx, by, id))
                .flatMap(found -> agents.log(found.row(), LOG_TAIL))
                .onFailure(FailureException.class)
                .transform(failed -> problem(((FailureException) failed).failure()));
    }

    /** The one asked for, if {@code by} may see it. */
    Uni<StoredInstance> visible(Tx tx, Caller by, String id) {
        return store.find(tx, id)
                .map(found -> found.filter(one -> by.maySee(one.row().organization()))
                        .orElseThrow(() -> Instances.unknown(id)));
    }

    <T> Uni<T> read(Function<Tx, Uni<T>> reading) {
        return pool.withConnection(connection -> reading.apply(Tx.of(connection)));
    }

    private Page<InstanceView> page(List<StoredInstance> found, int limit, InstanceViews.Standing standing) {
        var rows = found.size() > limit ? found.subList(0, limit) : found;
        var next = found.size() > limit ? Long.toString(rows.getLast().number()) : null;
        return new Page<>(rows.stream().map(row -> views.view(row, standing)).toList(), next);
    }

    private Uni<StoredInstance> tell(Tx tx, Caller by, StoredInstance now) {
        var row = now.row();
        var pinned = now.pinned();
        var action = pinned == null ? "instance.unpin" : "instance.pin";
        Map<String, String> detail = pinned == null ? Map.of() : Map.of("reason", pinned.reason());
        return events.state(tx, now)
                .chain(() ->
                        audit.append(tx, new AuditEntry(by.username(), action, row.organization(), row.id(), detail)))
                .replaceWith(now);
    }

    private Uni<Void> requireKnown(Tx tx, @Nullable String build) {
        return build == null
                ? Uni.createFrom().voidItem()
                : releases.build(tx, build)
                        .onItem()
                        .ifNull()
                        .failWith(() -> ProblemException.badField("pinned.build", "is not a known build"))
                        .replaceWithVoid();
    }

    private static @Nullable Pin pin(Caller by, ChangeInstance.@Nullable PinInstance asked) {
        return asked == null ? null : new Pin(asked.build(), asked.reason(), by.username());
    }

    private static ProblemException problem(Failure failure) {
        var detail = failure.message() + " " + failure.next();
        if (failure.kind() == FailureKind.TRANSIENT) {
            return ProblemException.of(503, "agent-unavailable", "The agent did not answer", detail);
        }
        return ProblemException.conflict("agent-refused", "The agent cannot say", detail);
    }
}
