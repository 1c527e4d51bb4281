package hero.deployer.refresh;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;

import io.smallrye.mutiny.Uni;
import org.junit.jupiter.api.Test;

import hero.deployer.base.Failure;
import hero.deployer.base.FailureKind;
import hero.deployer.health.Observation;
import hero.deployer.instance.Health;
import hero.deployer.instance.InstanceRow;
import hero.deployer.instance.InstanceState;

import static org.assertj.core.api.Assertions.assertThat;

/** How a bake ends, once its time is over. */
class BakeTest {
    private static final int MEMBERS = 20;
    private static final int MOST_LOOKS = 50;

    private final List<Landing> failed = new ArrayList<>();
    private final Map<String, Integer> looks = new HashMap<>();

    /** A fleet in which one answer in twenty is lost: at no moment are the last answers of all of them good. */
    @Test
    void oneWhoseLastAnswerWasGoodIsNotAskedAgainBecauseOfOthers() {
        bake((member, look) -> (member + look) % MEMBERS != 0);

        assertThat(failed).isEmpty();
        assertThat(looks).hasSize(MEMBERS);
        assertThat(looks.values()).allMatch(many -> many <= 2);
    }

    @Test
    void oneThatStaysBadIsToldOfAsFailedAndTheOthersAreNot() {
        bake((member, look) -> member != 3);

        assertThat(failed).extracting(landing -> landing.member().instance()).containsExactly("o1m3");
        assertThat(failed.getFirst().state()).isEqualTo(MemberState.UNREACHABLE);
        assertThat(looks).containsEntry("o1m3", Bake.BAD_IN_A_ROW).containsEntry("o1m4", 1);
    }

    private void bake(BiPredicate<Integer, Integer> good) {
        var all = IntStream.range(0, MEMBERS).mapToObj(BakeTest::watched).toList();
        new Bake(all, crossing(good), 1, System.nanoTime() - 1, failed::add)
                .watch()
                .await()
                .atMost(Duration.ofSeconds(5));
    }

    @SuppressWarnings("NullAway") // nothing of it is used but what is said here
    private Crossing crossing(BiPredicate<Integer, Integer> good) {
        return new Crossing(null, null, null, null) {
            @Override
            Uni<Observation> health(InstanceRow row) {
                int look = looks.merge(row.id(), 1, Integer::sum);
                if (look > MOST_LOOKS) {
                    return Uni.createFrom().failure(new AssertionError("it does not end"));
                }
                var member = Integer.parseInt(row.id().substring("o1m".length()));
                return Uni.createFrom()
                        .item(
                                good.test(member, look)
                                        ? new Observation.Answered("healthy", "2.0.0", null, "boot")
                                        : new Observation.Lost(new Failure(FailureKind.TRANSIENT, "silent", "wait")));
            }

            @Override
            Uni<Void> pause(long millis) {
                return Uni.createFrom().voidItem();
            }
        };
    }

    private static Bake.Watched watched(int number) {
        var id = "o1m" + number;
        var member = new Member(
                id,
                "p" + number,
                "member",
                null,
                number,
                RefreshPlanner.MEMBERS,
                MemberState.SUCCEEDED,
                false,
                false,
                "1.0.0",
                "2.0.0",
                1,
                "op",
                1,
                null,
                null,
                null,
                null);
        return new Bake.Watched(
                member,
                new InstanceRow(
                        id,
                        "org",
                        "s",
                        1,
                        "member",
                        "p" + number,
                        "fake.one",
                        InstanceState.READY,
                        Health.HEALTHY,
                        "2.0.0",
                        "2.0.0",
                        "127.0.0.1:1",
                        null,
                        1,
                        1));
    }
}
