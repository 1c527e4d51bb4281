package hero.deployer.instance;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

import hero.deployer.base.Tx;
import hero.deployer.events.EventLog;
import hero.deployer.events.NewEvent;

/** Tells the log what became of an instance, whole, in the transaction that changed it. */
@ApplicationScoped
class InstanceEvents {
    private final EventLog events;
    private final InstanceViews views;

    InstanceEvents(EventLog events, InstanceViews views) {
        this.events = events;
        this.views = views;
    }

    Uni<Void> state(Tx tx, StoredInstance now) {
        return append(tx, "instance.state", now);
    }

    Uni<Void> health(Tx tx, StoredInstance now) {
        return append(tx, "instance.health", now);
    }

    Uni<Void> removed(Tx tx, StoredInstance last) {
        return append(tx, "instance.removed", last);
    }

    /** Tells of several of one organization at once. */
    Uni<Void> states(Tx tx, String organization, List<StoredInstance> now) {
        if (now.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return views.standing(tx, organization)
                .flatMap(standing -> events.append(
                        tx,
                        now.stream()
                                .map(one -> new NewEvent(
                                        "instance.state",
                                        organization,
                                        one.row().id(),
                                        null,
                                        views.view(one, standing)))
                                .toList()));
    }

    private Uni<Void> append(Tx tx, String type, StoredInstance instance) {
        var row = instance.row();
        return views.view(tx, instance)
                .flatMap(view -> events.append(tx, new NewEvent(type, row.organization(), row.id(), null, view)));
    }
}
