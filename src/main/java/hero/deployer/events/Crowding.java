package hero.deployer.events;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Thins out what came too thick: an event tells the whole present state of its subject, so that a later one makes an earlier one of the
 * same kind needless. One that tells of an end is always told. Pure.
 */
final class Crowding {
    /** What the {@code state} of an event's data says when something has ended. */
    private static final Set<String> ENDS = Set.of(
            "succeeded",
            "failed",
            "cancelled",
            "rolled_back",
            "rolledBack",
            "unreachable",
            "skipped",
            "halted",
            "ready");

    private record Told(
            String type,
            String scope,
            String subject,
            @Nullable String run) {}

    private Crowding() {}

    /** The same events in the same order, without those that a later one makes needless. */
    static List<Event> thinned(List<Event> events) {
        var later = new HashSet<Told>();
        Deque<Event> kept = new ArrayDeque<>();
        for (var event : events.reversed()) {
            if (later.add(new Told(event.type(), event.scope(), event.subject(), event.run())) || tellsOfAnEnd(event)) {
                kept.addFirst(event);
            }
        }
        return List.copyOf(kept);
    }

    private static boolean tellsOfAnEnd(Event event) {
        return event.data().getValue("state") instanceof String state && ENDS.contains(state);
    }
}
