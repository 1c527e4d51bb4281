package hero.deployer.node;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nothing that goes wrong in one look ends the looking. */
class NodeWatchTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final AtomicInteger looks = new AtomicInteger();
    private final NodeWatch watch = new NodeWatch(new BreakingNodes(), new Often());

    @AfterEach
    void stop() {
        watch.stop(new ShutdownEvent());
    }

    @Test
    void goesOnAfterALookThatThrewAndOneThatFailed() {
        watch.start(new StartupEvent());

        Awaitility.await().atMost(PATIENCE).until(() -> looks.get() >= 4);
    }

    private final class BreakingNodes extends Nodes {
        @SuppressWarnings("NullAway") // what it would look with is never asked
        BreakingNodes() {
            super(null, null, new Often(), null);
        }

        @Override
        public Uni<Void> refresh() {
            return Uni.createFrom().voidItem();
        }

        @Override
        Uni<Void> watch() {
            return switch (looks.incrementAndGet()) {
                case 1 -> throw new IllegalStateException("thrown while the look is made up");
                case 2 -> Uni.createFrom().failure(new IllegalStateException("failed"));
                case 3 ->
                    Uni.createFrom().voidItem().invoke(() -> {
                        throw new IllegalStateException("thrown in a mapper");
                    });
                default -> Uni.createFrom().voidItem();
            };
        }
    }

    private static final class Often implements NodeConfig {
        @Override
        public Duration every() {
            return Duration.ofMillis(20);
        }

        @Override
        public Duration offlineAfter() {
            return Duration.ofSeconds(20);
        }

        @Override
        public int memberSlots() {
            return 2;
        }
    }
}
