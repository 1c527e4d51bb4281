package hero.deployer.provider.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static java.util.Objects.requireNonNull;

/** Nothing that goes wrong in one look, or with one machine, ends the looking after the others. */
class LocalWatchTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final AtomicInteger looks = new AtomicInteger();
    private final ConcurrentHashMap<String, Integer> revived = new ConcurrentHashMap<>();
    private @Nullable LocalWatch watch;

    @AfterEach
    void stop() {
        requireNonNull(watch).stop(new ShutdownEvent());
    }

    @Test
    void goesOnAfterALookThatThrewAndAMachineThatThrows(@TempDir Path folder) {
        var config = new TestConfig(folder.resolve("machines"), folder.resolve("bundle"), Duration.ofMillis(300));
        watch = new LocalWatch(new BreakingProvider(config), config);

        watch.start(new StartupEvent());

        Awaitility.await().atMost(PATIENCE).until(() -> looks.get() >= 4 && revived.getOrDefault("well", 0) >= 2);
    }

    private final class BreakingProvider extends LocalProvider {
        BreakingProvider(LocalConfig config) {
            super(config);
        }

        @Override
        Uni<List<String>> names() {
            if (looks.incrementAndGet() == 1) {
                throw new IllegalStateException("thrown while the look is made up");
            }
            return Uni.createFrom().item(List.of("broken", "well"));
        }

        @Override
        Uni<Boolean> revive(String name) {
            if (name.equals("broken")) {
                throw new IllegalStateException("thrown for one machine");
            }
            revived.merge(name, 1, Integer::sum);
            return Uni.createFrom().item(false);
        }
    }
}
