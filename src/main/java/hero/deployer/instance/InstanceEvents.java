package hero.deployer.instance;

import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
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

    Uni<Void> removed(Tx tx, StoredInstance last) {
        return append(tx, "instance.removed", last);
    }

    /** What {@link #states} shows the instances of an organization in the light of. */
    Uni<InstanceViews.Standing> standing(Tx tx, String organization) {
        return views.standing(tx, organization);
    }

    Uni<Void> states(Tx tx, String organization, List<StoredInstance> now) {
        return now.isEmpty()
                ? Uni.createFrom().voidItem()
                : standing(tx, organization).flatMap(standing -> states(tx, standing, now));
    }

    /** Tells of several of one organization at once. */
    Uni<Void> states(Tx tx, InstanceViews.Standing standing, List<StoredInstance> now) {
        return events.append(
                tx,
                now.stream()
                        .map(one -> new NewEvent(
                                "instance.state",
                                one.row().organization(),
                                one.row().id(),
                                null,
                                views.view(one, standing)))
                        .toList());
    }

    /** Of each that changed: its health, with what it came from and why; or else its state. */
    Uni<Void> observed(
            Tx tx, List<InstanceRow> before, List<StoredInstance> changed, List<Instances.Sighting> sightings) {
        var rows = before.stream().collect(Collectors.toMap(InstanceRow::id, row -> row));
        var seen = sightings.stream().collect(Collectors.toMap(Instances.Sighting::id, one -> one));
        var standings = new HashMap<String, InstanceViews.Standing>();
        var read = Uni.createFrom().voidItem();
        for (var organization :
                changed.stream().map(one -> one.row().organization()).distinct().toList()) {
            read = read.chain(() -> views.standing(tx, organization))
                    .invoke(standing -> standings.put(organization, standing))
                    .replaceWithVoid();
        }
        return read.chain(() -> events.append(
                tx,
                changed.stream()
                        .map(now -> observed(
                                Objects.requireNonNull(rows.get(now.row().id())),
                                now,
                                Objects.requireNonNull(seen.get(now.row().id())),
                                Objects.requireNonNull(standings.get(now.row().organization()))))
                        .toList()));
    }

    private NewEvent observed(
            InstanceRow before, StoredInstance now, Instances.Sighting seen, InstanceViews.Standing standing) {
        var row = now.row();
        var view = views.view(now, standing);
        return before.health() == row.health()
                ? new NewEvent("instance.state", row.organization(), row.id(), null, view)
                : health(row, before.health(), view, seen.reason());
    }

    /** What became of an instance, and what it was before. */
    record Change(StoredInstance now, InstanceState state, Health health) {}

    /** Installs of one organization that ended: the state of each, and its health where that changed. */
    Uni<Void> landed(Tx tx, String organization, List<Change> changes) {
        if (changes.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return views.standing(tx, organization)
                .flatMap(standing -> events.append(
                        tx,
                        changes.stream()
                                .flatMap(one -> landed(one, views.view(one.now(), standing)))
                                .toList()));
    }

    private static Stream<NewEvent> landed(Change change, InstanceView view) {
        var row = change.now().row();
        boolean healthChanged = row.health() != change.health();
        var told = Stream.<NewEvent>builder();
        if (row.state() != change.state() || !healthChanged) {
            told.add(new NewEvent("instance.state", row.organization(), row.id(), null, view));
        }
        if (healthChanged) {
            told.add(health(row, change.health(), view, "Its agent said so when it was asked after an install."));
        }
        return told.build();
    }

    private static NewEvent health(InstanceRow row, Health before, InstanceView view, String reason) {
        return new NewEvent(
                "instance.health",
                row.organization(),
                row.id(),
                null,
                new HealthChange(view, before.word(), row.health().word(), reason));
    }

    /** The whole present state, and the change of health that it tells of. */
    record HealthChange(@JsonUnwrapped InstanceView instance, String from, String to, String reason) {}

    private Uni<Void> append(Tx tx, String type, StoredInstance instance) {
        var row = instance.row();
        return views.view(tx, instance)
                .flatMap(view -> events.append(tx, new NewEvent(type, row.organization(), row.id(), null, view)));
    }
}
