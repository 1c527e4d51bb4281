package hero.deployer.events;

import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CrowdingTest {
    @Test
    void onlyTheLastOfASubjectIsTold() {
        var events = List.of(event(1, "a", "pending"), event(2, "b", "pending"), event(3, "a", "updating"));
        assertThat(ids(events)).containsExactly(2L, 3L);
    }

    @Test
    void anEndIsAlwaysTold() {
        var events = List.of(event(1, "a", "updating"), event(2, "a", "failed"), event(3, "a", "pending"));
        assertThat(ids(events)).containsExactly(2L, 3L);
    }

    @Test
    void otherKindsAndScopesAreOtherStories() {
        var events = List.of(
                event(1, "a", "pending"),
                new Event(2, "other.type", "org", "a", null, Instant.EPOCH, "{}"),
                new Event(3, "some.type", "elsewhere", "a", null, Instant.EPOCH, "{}"));
        assertThat(ids(events)).containsExactly(1L, 2L, 3L);
    }

    private static List<Long> ids(List<Event> events) {
        return Crowding.thinned(events).stream().map(Event::id).toList();
    }

    private static Event event(long id, String subject, String state) {
        return new Event(id, "some.type", "org", subject, "run", Instant.EPOCH, "{\"state\":\"" + state + "\"}");
    }
}
