package hero.deployer.events;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.function.Predicate;

import org.junit.jupiter.api.Test;

import hero.deployer.events.EventLog.Filter;
import hero.deployer.events.EventLog.Frame;

import static org.assertj.core.api.Assertions.assertThat;

/** Readers who are told in one go. */
class CrowdTest {
    private final Crowd crowd = new Crowd(null);

    @Test
    void oneThatBreaksIsLetGoAndHoldsUpNobody() {
        var broken = reader(scope -> {
            throw new IllegalStateException("nobody knows");
        });
        var sound = reader(scope -> true);
        var event = new Event(1, "some.type", "org", "a", null, Instant.EPOCH, "{}");

        crowd.tell(0, List.of(event), 1).await().atMost(Duration.ofSeconds(5));

        assertThat(broken.failures).hasSize(1);
        assertThat(sound.failures).isEmpty();
        assertThat(sound.frames).contains(new Frame.Of(event));
    }

    /** One that is up to date with an empty log. */
    @SuppressWarnings("NullAway") // there is no database to ask
    private Collected reader(Predicate<String> mayRead) {
        var recent = new Recent();
        recent.add(0, List.of(), 0);
        var collected = new Collected();
        var reader = new EventReader(
                new Past(recent, new EventStore(null), Duration.ofSeconds(1)),
                Filter.NONE,
                0L,
                mayRead,
                collected,
                gone -> {});
        crowd.readers().add(reader);
        reader.request(Long.MAX_VALUE);
        reader.start();
        return collected;
    }

    private static final class Collected implements Flow.Subscriber<Frame> {
        private final List<Frame> frames = new ArrayList<>();
        private final List<Throwable> failures = new ArrayList<>();

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            throw new AssertionError("the reader is started by hand");
        }

        @Override
        public void onNext(Frame frame) {
            frames.add(frame);
        }

        @Override
        public void onError(Throwable failure) {
            failures.add(failure);
        }

        @Override
        public void onComplete() {
            throw new AssertionError("the log has no end");
        }
    }
}
