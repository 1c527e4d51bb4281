package hero.deployer.events;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.smallrye.mutiny.subscription.UniEmitter;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class TurnstileTest {
    private final List<UniEmitter<? super String>> asked = new ArrayList<>();

    private UniAssertSubscriber<String> ask(Turnstile turnstile) {
        return turnstile
                .inTurn(() -> Uni.createFrom().<String>emitter(asked::add))
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create());
    }

    @Test
    void the_next_asks_when_one_was_answered_or_refused() {
        var turnstile = new Turnstile(Duration.ofMinutes(1));
        for (int i = 0; i < Turnstile.AT_ONCE; i++) {
            ask(turnstile);
        }
        var fourth = ask(turnstile);
        var fifth = ask(turnstile);
        assertThat(asked).hasSize(Turnstile.AT_ONCE);

        asked.getFirst().fail(new IllegalStateException("no database"));
        asked.get(1).complete("one");
        assertThat(asked).hasSize(Turnstile.AT_ONCE + 2);
        asked.get(Turnstile.AT_ONCE).complete("four");
        asked.get(Turnstile.AT_ONCE + 1).complete("five");

        fourth.assertItem("four");
        fifth.assertItem("five");
    }

    @Test
    void whoever_waits_too_long_fails_and_asks_no_more() {
        var turnstile = new Turnstile(Duration.ofMillis(20), Duration.ofMinutes(1));
        for (int i = 0; i < Turnstile.AT_ONCE; i++) {
            ask(turnstile);
        }
        ask(turnstile).awaitFailure().assertFailedWith(TimeoutException.class);

        asked.getFirst().complete("late");

        assertThat(asked).hasSize(Turnstile.AT_ONCE);
    }

    @Test
    void a_question_that_is_never_answered_gives_its_place_up() {
        var turnstile = new Turnstile(Duration.ofMillis(20));
        for (int i = 0; i < Turnstile.AT_ONCE; i++) {
            ask(turnstile).awaitFailure().assertFailedWith(TimeoutException.class);
        }

        await().untilAsserted(() -> {
            ask(turnstile);
            assertThat(asked).hasSizeGreaterThan(Turnstile.AT_ONCE);
        });
    }
}
