package hero.deployer.identity;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CallerCacheTest {
    private static final Caller ADA = new Caller("ada", "Ada", List.of(), false);

    private final AtomicLong now = new AtomicLong();
    private final CallerCache cache = new CallerCache(Duration.ofSeconds(2), now::get);

    @Test
    void somebodyIsBelievedForTwoSecondsOnly() {
        cache.put("key", ADA, cache.epoch());

        now.set(Duration.ofMillis(1999).toNanos());
        assertThat(cache.get("key")).contains(ADA);
        now.set(Duration.ofMillis(2000).toNanos());
        assertThat(cache.get("key")).isEmpty();
    }

    @Test
    void whatEndsHereEndsAtOnce() {
        cache.put("key", ADA, cache.epoch());

        cache.forgetAll();

        assertThat(cache.get("key")).isEmpty();
    }

    @Test
    void whatWasLookedUpBeforeTheEndIsNotBelievedAfterIt() {
        var epoch = cache.epoch();
        cache.forgetAll();

        cache.put("key", ADA, epoch);

        assertThat(cache.get("key")).isEmpty();
    }

    @Test
    void itStaysBounded() {
        for (int i = 0; i < 10_001; i++) {
            cache.put("key" + i, ADA, cache.epoch());
        }

        assertThat(cache.get("key0")).isEmpty();
        assertThat(cache.get("key10000")).contains(ADA);
    }
}
