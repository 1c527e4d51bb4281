package hero.deployer.events;

import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import hero.deployer.events.EventLog.Filter;

import static org.assertj.core.api.Assertions.assertThat;

class RecentTest {
    private final Recent recent = new Recent();

    @Test
    void knows_nothing_before_it_was_told_something() {
        assertThat(recent.reach(0)).isEmpty();
        assertThat(recent.replay(Filter.NONE, 0)).isEmpty();
    }

    @Test
    void replays_what_came_after_a_position_and_nothing_else() {
        recent.add(10, events(11, 12, 13), 13);
        recent.add(13, events(14), 15);

        assertThat(replayed(Filter.NONE, 12)).containsExactly(13L, 14L);
        assertThat(recent.replay(Filter.NONE, 12).orElseThrow().end()).isEqualTo(15);
        assertThat(replayed(Filter.NONE, 10)).containsExactly(11L, 12L, 13L, 14L);
        assertThat(replayed(Filter.NONE, 15)).isEmpty();
    }

    @Test
    void leaves_to_the_log_whoever_left_off_before_or_beyond_it() {
        recent.add(10, events(11, 12), 12);

        assertThat(recent.replay(Filter.NONE, 9)).isEmpty();
        assertThat(recent.reach(9)).isEmpty();
        assertThat(recent.reach(13)).isEmpty();
    }

    @Test
    void begins_anew_after_a_gap() {
        recent.add(10, events(11, 12), 12);
        recent.add(20, events(21), 21);

        assertThat(recent.replay(Filter.NONE, 11)).isEmpty();
        assertThat(replayed(Filter.NONE, 20)).containsExactly(21L);
    }

    @Test
    void narrows_as_the_log_does() {
        recent.add(0, List.of(event(1, "a", ""), event(2, "b", ""), event(3, "a", "")), 3);

        assertThat(replayed(new Filter(null, null, "a"), 0)).containsExactly(1L, 3L);
        assertThat(replayed(new Filter("org", "run", "b", "some.type"), 0)).containsExactly(2L);
        assertThat(replayed(new Filter("another", null, null), 0)).isEmpty();
    }

    @Test
    void keeps_a_bounded_part_and_knows_how_far_back_it_reaches() {
        String large = "x".repeat(100_000);
        for (long id = 1; id <= 200; id++) {
            recent.add(id - 1, List.of(event(id, "a", large)), id);
        }

        assertThat(recent.replay(Filter.NONE, 0)).isEmpty();
        assertThat(recent.replay(Filter.NONE, 100)).isEmpty();
        long first = LongStream.rangeClosed(0, 200)
                .filter(id -> recent.reach(id).isPresent())
                .findFirst()
                .orElseThrow();
        assertThat((200 - first) * 100_000).isBetween(Recent.MAX_BYTES - 200_000, Recent.MAX_BYTES);
        assertThat(replayed(Filter.NONE, first)).containsExactly(first + 1);
    }

    @Test
    void pages_so_that_a_reader_may_hold_each_page_and_nobody_looks_for_long() {
        recent.add(
                0,
                LongStream.rangeClosed(1, 10_000)
                        .mapToObj(id -> event(id, "a", ""))
                        .toList(),
                10_000);

        var page = recent.replay(Filter.NONE, 0).orElseThrow();
        assertThat(page.events().stream().mapToLong(Event::cost).sum()).isLessThan(EventReader.MAX_WAITING_BYTES);
        assertThat(page.end())
                .isEqualTo(page.events().getLast().id())
                .isLessThan(page.reach().head());

        var nothing = recent.replay(new Filter("another", null, null), 0).orElseThrow();
        assertThat(nothing.events()).isEmpty();
        assertThat(nothing.end()).isBetween(1L, 9_999L);
    }

    @Test
    void forgets() {
        recent.add(0, events(1), 1);
        recent.forget();

        assertThat(recent.reach(1)).isEmpty();
        recent.add(5, events(6), 6);
        assertThat(replayed(Filter.NONE, 5)).containsExactly(6L);
    }

    private List<Long> replayed(Filter filter, long position) {
        return recent.replay(filter, position).orElseThrow().events().stream()
                .map(Event::id)
                .toList();
    }

    private static List<Event> events(long... ids) {
        return LongStream.of(ids).mapToObj(id -> event(id, "a", "")).toList();
    }

    private static Event event(long id, String subject, String data) {
        return new Event(id, "some.type", "org", subject, "run", Instant.EPOCH, "{\"is\":\"" + data + "\"}");
    }
}
